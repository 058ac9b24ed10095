"""Pages -> their articles. `split_page` splits one page, `join_continued` joins what goes on from page to page.

`with_issue` tells which issue a page is of; `chains` and `whole_of` give the articles that joined pieces make up;
`worst_pages` names the pages whose split is most worth a look.
"""

from rag.articles.confidence.worst import worst_pages
from rag.articles.issue.issues import with_issue, with_issues
from rag.articles.jumps.chains import chains, whole_of
from rag.articles.jumps.join import join_continued, joined
from rag.articles.split import split_page

__all__ = ["chains", "join_continued", "joined", "split_page", "whole_of", "with_issue", "with_issues", "worst_pages"]
