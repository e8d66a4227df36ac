"""A shared folder: drafts are saved into it, answers appear beside them.

A draft goes this way: ``scan`` sees it, ``settling`` says that it is finished, ``waiting`` that it is its turn,
``intake`` takes it up, ``examination`` judges it in a process of its own, by the ``criteria`` that ``judging`` keeps;
``outcomes`` says what has become of that, ``laying`` lays the answer out (as ``answers``, called as ``labels`` has it),
``filing`` moves the draft, and the ``board`` renews the pages of the folder (``overview``). ``retention`` clears away
after drafts that are gone, ``survey`` sees whether results are.

What has been done is known to the ``ledger`` on the local disk (to ``register`` in memory as well) and, for other
watchers of the same share, to ``claims`` among the results; ``hold`` asks both. ``watcher`` says only in which order
all this is done.
"""
