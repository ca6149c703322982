from savings import migrations

__path__ = [*migrations.__path__, *__path__]  # those of today, and the one to come
