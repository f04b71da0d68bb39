"""What a world does for an operation: one file for each kind of step, named after what it does.

Each kind is a function from a `step.Step` to a `step.Outcome`. The answer without memory is the base. What is
known of the resources is laid over it; lists show what there is; what is not there is refused with the
documented error. What the kinds share: `step` (the request), `finding` (records by their names), `refusing`
(errors), `showing` (what is known, in an answer) and `failures` (what is not there, in an answer).
"""
