"""What went wrong with Milvus as the store of an index, and what to do about it."""

from typing import Final

WORDING: Final[dict[str, tuple[str, str]]] = {
    "store-extra-missing": ("用 Milvus 存索引需要 {library}：请运行 pip install 'wenbao[milvus]'。",
                            "An index in Milvus needs {library}: run pip install 'wenbao[milvus]'."),
    "store-uri": ("milvus_uri 的值 {uri} 不是 Milvus 的地址：请写成 http://主机:19530，或一个以 .db 结尾的本地文件。",
                  "The value {uri} of milvus_uri is no address of a Milvus: write http://HOST:19530, or a local file that ends in .db."),
    "store-unreachable": ("连不上 {uri} 的 Milvus（{reason}）：请看它是否在运行、地址和口令是否正确，再试一次；已存的没有改动。",
                          "No Milvus answers at {uri} ({reason}): check that it is running and that address and token are right, then try again; nothing stored was changed."),
    "store-gone": ("{uri} 的 Milvus 中途没有应答，或拒绝了请求（{reason}）：已存的没有丢；请看它是否在运行再试，建到一半的由下一次 wenbao build 补完。",
                   "The Milvus at {uri} went away or refused in the middle ({reason}): nothing stored is lost; check that it is running and try again, and the next wenbao build completes what was begun."),
    "store-missing": ("{uri} 的 Milvus 里还没有名为 {name} 的索引：请先用同样的设置运行 wenbao build。",
                      "The Milvus at {uri} holds no index named {name} yet: run wenbao build with the same settings first."),
    "store-uri-secret": ("milvus_uri 里不能写用户名和口令，设置会被打印出来：请放进环境变量 {name}（用户名:口令）。",
                         "milvus_uri takes no name and password, as settings are printed: put them into the environment variable {name} (user:password)."),
}
