"""The one-command stack: PostgreSQL, Valkey, web, dispatcher and worker under one supervisor.

Standard library only, because the first thing that runs here runs before any library is installed.
No room imports this package, and it imports no room: it starts them as processes.
"""
