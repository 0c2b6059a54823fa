"""The net below every change: one list of inputs, one collector of what the library says, two uses.

`compare` runs two commits over the inputs and wants equality to the bit; `golden` holds what was said against files.
Nothing here imports a module of the package: only ``icma.*``, methods of results, and the command line.
"""
