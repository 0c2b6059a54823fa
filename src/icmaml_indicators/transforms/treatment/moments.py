"""Skewness and kurtosis of populations side by side, as spreadsheets define them (SKEW, KURT)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_CHUNK = 64


def moments(x: Floats) -> tuple[Floats, Floats]:
    """Return skewness and excess kurtosis, both corrected for small samples.

    G1 and G2 of D. N. Joanes and C. A. Gill, "Comparing Measures of Sample Skewness and Kurtosis", The Statistician 47,
    1998.

    Parameters
    ----------
    x : float64 array, shape (..., n)
        One population a line; NaN where absent.

    Returns
    -------
    float64 arrays, shape (..., 1)
        NaN of fewer than four figures, and where all are equal.
    """
    if not x.shape[-1]:
        return np.full((*x.shape[:-1], 1), np.nan), np.full((*x.shape[:-1], 1), np.nan)
    least, most = np.fmin.reduce(x, axis=-1, keepdims=True), np.fmax.reduce(x, axis=-1, keepdims=True)
    n = x.shape[-1] - np.count_nonzero(np.isnan(x), axis=-1, keepdims=True).astype(np.float64)
    with np.errstate(all="ignore"):
        mean = sum_figures(x / n)
        apart = x - mean
        apart /= np.maximum(most - mean, mean - least)  # both are the same on any measure: so nothing overflows
        chunks = _lay_in_chunks(apart)
        squares = chunks * chunks
        second, fourth = _sum_chunks(squares), _sum_chunks(squares * squares)
        chunks *= squares
        third, variance = _sum_chunks(chunks), second / (n - 1.0)
        skewness = n / ((n - 1.0) * (n - 2.0)) * third / variance**1.5
        kurtosis = n * (n + 1.0) / ((n - 1.0) * (n - 2.0) * (n - 3.0)) * fourth / variance**2
        kurtosis -= 3.0 * (n - 1.0) ** 2 / ((n - 2.0) * (n - 3.0))
    known = (n >= 4) & np.isfinite(kurtosis) & (least < most)
    return np.where(known, skewness, np.nan), np.where(known, kurtosis, np.nan)


def sum_figures(figures: Floats) -> Floats:
    """Return sums of figures along the last axis, absent ones nought, shape (..., 1).

    They are taken chunk by chunk: what stands absent behind a population moves no bit of its sum.
    """
    return _sum_chunks(_lay_in_chunks(figures))


def _lay_in_chunks(figures: Floats) -> Floats:
    """Return figures in chunks, shape (..., chunks, figures), nought where absent and behind the last."""
    n = figures.shape[-1]
    found = np.zeros((*figures.shape[:-1], -(-n // _CHUNK) * _CHUNK))
    np.copyto(found[..., :n], figures, where=~np.isnan(figures))
    return found.reshape(*figures.shape[:-1], found.shape[-1] // _CHUNK, _CHUNK)


def _sum_chunks(chunks: Floats) -> Floats:
    found: Floats = np.add.accumulate(chunks.sum(axis=-1), axis=-1)[..., -1:]
    return found
