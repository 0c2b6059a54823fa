"""Diagnostics for people and for services: text, JSON, GitHub, GitLab, SARIF."""
