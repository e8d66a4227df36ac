"""What can be checked: one module a check type. A check sees a document and its options, and knows nothing of rules."""
