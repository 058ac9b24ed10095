"""Names and pages of strangers, as requests may give them for the page's own."""

FOREIGN_HOSTS = ["evil.example", "evil.example:7860", "127.0.0.1.evil.example", "localhost.evil.example", "evil.example#localhost",
                 "localhost@evil.example", "evil.example/localhost", "", ":7860", "192.168.1.6", "10.0.0.1:7860", "0x7f.1.evil.example",
                 "news.example.evil", "xnews.example", "news.example.:99999", "[::ffff:c0a8:106]", "localhost localhost", "evil.example?localhost",
                 "2130706434", "evil.example,localhost", "localhost,evil.example", "[evil", "news.example\\.evil.example", "local.host",
                 "localhost:port"]

FOREIGN_ORIGINS = ["http://evil.example", "http://news.example", "http://news.example:7861", "https://news.example", "null", "",
                   "http://news.example:7860.evil.example", "http://news.example:7860@evil.example", "file://", "http://127.0.0.1:7860",
                   "http://localhost:7860", "ftp://news.example:7860", "http://sub.news.example:7860", "//news.example:7860",
                   "news.example:7860", "http://[::1]:7860", "moz-extension://news.example:7860", "http://news.example:x"]
