package main

import "strings"

// exampleRequest is the example of an operation.
type exampleRequest struct {
	operation string
	// path is below /api/v1. It and body name values of earlier answers in braces.
	path, body string
	// keep remembers values by their names: those of the answer's fields.
	keep map[string]string
	// before prepares the request; may be nil.
	before func(*exampleServer)
}

// mediaType returns that of the body.
func (r exampleRequest) mediaType() string {
	switch {
	case r.operation == "addPapers":
		return "application/x-ndjson"
	case strings.HasPrefix(r.body, "{"):
		return "application/json"
	}
	return "application/octet-stream"
}

// exampleSecrets replace the secrets in the examples, by the names of the remembered values.
var exampleSecrets = map[string]string{
	"LIST": "KAZ4B7QEXAMPLE5EDIT6KEY3W", "READ": "MPD2C6REXAMPLE7READ4KEY2X", "NEWREAD": "TQW5D3SEXAMPLE2READ7KEY6Y",
	"SECRET": "pbk_EXAMPLE5SECRET2OF3A4KEY", "NEWSECRET": "pbk_EXAMPLE7SECRET4OF5A6KEY", "LINK": "EXAMPLE2LINK4KEY", "BOUNCE": "EXAMPLE3BOUNCE5KEY", "ADDRESSLINK": "EXAMPLE6ADDRESS7KEY",
	"KEYID": "k7example",
}

// The papers that the first example adds.
const (
	examplePaper  = `{"id":"doi:10.5555/sparse-attention","title":"Sparse Attention for Long Documents","abstract":"We compress the attention of long documents and lose little information.","authors":["Ada Example","Ben Sample"],"date":"2025-11-10","featured":"2025-11-13","upvotes":41,"comments":3,"categories":["cs.CL"],"venue":"Journal of Examples"}`
	exampleSecond = `{"id":"doi:10.5555/sparse-attention-2","title":"Attention That Is Sparse, for Long Documents","authors":["Ada Example"],"date":"2025-11-12","featured":"2025-11-13","upvotes":12}`
)

const exampleSubscription = `{"address":"reader@example.org","what":{"kind":"search","search":"q=compression"},"every":"week","weekday":"friday","hour":6,"zone":"Europe/Berlin"}`

// exampleRequests are sent in this order.
var exampleRequests = []exampleRequest{
	{operation: "addPapers", path: "/papers?wait=visible", body: examplePaper + "\n" + exampleSecond + "\n"},

	{operation: "search", path: "/search?q=information+bottleneck&limit=1&fields=title,date,author_count&facets=date", before: (*exampleServer).findPaper},
	{operation: "suggest", path: "/suggest?q=diff&limit=3"},
	{operation: "rising", path: "/rising?limit=3", before: (*exampleServer).readWords},
	{operation: "grid", path: "/grid?q=compression"},
	{operation: "receipt", path: "/receipt?q=compression"},
	{operation: "export", path: "/export?q=bottleneck&format=bibtex"},

	{operation: "days", path: "/days?fields=title,featured,upvotes&facets=&limit=1"},
	{operation: "day", path: "/days/2025-11-13?fields=title,upvotes&facets="},
	{operation: "week", path: "/weeks/2025-W46?fields=title,upvotes&facets=&limit=1"},
	{operation: "month", path: "/months/2025-11?by=date&fields=title,date&facets=&limit=1"},
	{operation: "trending", path: "/trending?fields=title,upvotes&facets="},
	{operation: "calendar", path: "/calendar?year=2025"},

	{operation: "author", path: "/authors/Ada%20Example?fields=title&facets="},
	{operation: "venue", path: "/venues/Journal%20of%20Examples?fields=title&facets="},
	{operation: "category", path: "/categories/cs.CL?fields=title&facets=&limit=1"},

	{operation: "papers", path: "/papers?ids={PAPER},doi:10.5555/no-such-paper"},
	{operation: "lookupPaper", path: "/papers/lookup?id=https://doi.org/10.5555/sparse-attention"},
	{operation: "paper", path: "/papers/doi:10.5555%2Fsparse-attention"},
	{operation: "citePaper", path: "/papers/doi:10.5555%2Fsparse-attention/cite?style=apa"},
	{operation: "observations", path: "/papers/doi:10.5555%2Fsparse-attention/observations"},
	{operation: "replacePaper", path: "/papers/doi:10.5555%2Fsparse-attention", body: strings.Replace(examplePaper, `"upvotes":41`, `"upvotes":44`, 1)},
	{operation: "ingestFiles", path: "/ingest?wait=visible&format=bibtex", body: "@article{lovelace1843notes,\n  title = {Notes on the Analytical Engine},\n  author = {Lovelace, Ada},\n  year = 1843\n}\n"},

	{operation: "add", path: "/add", body: `{"ids":["{PAPER}"],"text":"@book{cajori1928history,\n  title = {A History of Mathematical Notations},\n  author = {Cajori, Florian},\n  year = 1928\n}"}`},

	{operation: "similarToPaper", path: "/papers/{PAPER}/similar?limit=1&fields=title"},
	{operation: "neighbourhood", path: "/papers/{PAPER}/neighbourhood?n=3&fields=title"},
	{operation: "map", path: "/map?ids={PAPER},{OTHER}&fields=title"},
	{operation: "similar", path: "/similar?like={PAPER}&like={OTHER}&limit=1&fields=title"},
	{operation: "similarTo", path: "/similar", body: `{"text":"lossy compression of images","unlike":["{OTHER}"],"limit":1,"fields":"title"}`},
	{operation: "between", path: "/between?a={PAPER}&b={OTHER}&limit=1&fields=title"},

	{operation: "createList", path: "/lists", body: `{"name":"To read","ids":["{PAPER}"]}`, keep: map[string]string{"LIST": "edit_key", "READ": "read_key"}},
	{operation: "addToList", path: "/lists/{LIST}/papers", body: `{"ids":["{OTHER}","doi:10.5555/sparse-attention"],"note":"for the seminar"}`},
	{operation: "list", path: "/lists/{READ}?fields=title"},
	{operation: "renameList", path: "/lists/{LIST}", body: `{"name":"Compression seminar"}`},
	{operation: "exportList", path: "/lists/{READ}/export?format=ris"},
	{operation: "listRecommendations", path: "/lists/{READ}/recommendations?limit=1&fields=title"},
	{operation: "listFeed", path: "/lists/{READ}.atom"},
	{operation: "listJSONFeed", path: "/lists/{READ}.json"},
	{operation: "listRecommendationsFeed", path: "/lists/{READ}/recommendations.atom"},
	{operation: "listRecommendationsJSONFeed", path: "/lists/{READ}/recommendations.json"},
	{operation: "renewListKey", path: "/lists/{LIST}/renew", body: `{"key":"read"}`, keep: map[string]string{"NEWREAD": "read_key"}},
	{operation: "removeFromList", path: "/lists/{LIST}/papers?ids={OTHER}"},
	{operation: "lists", path: "/lists"},
	{operation: "deleteList", path: "/lists/{LIST}"},
	{operation: "pruneLists", path: "/lists?unused_days=365&empty=true"},

	{operation: "searchFeed", path: "/search.atom?q=compression&limit=1"},
	{operation: "searchJSONFeed", path: "/search.json?q=compression&limit=1"},
	{operation: "authorFeed", path: "/authors/Ada%20Example.atom?limit=1"},
	{operation: "authorJSONFeed", path: "/authors/Ada%20Example.json?limit=1"},
	{operation: "venueFeed", path: "/venues/Journal%20of%20Examples.atom?limit=1"},
	{operation: "venueJSONFeed", path: "/venues/Journal%20of%20Examples.json?limit=1"},
	{operation: "categoryFeed", path: "/categories/cs.CL.atom?limit=1"},
	{operation: "categoryJSONFeed", path: "/categories/cs.CL.json?limit=1"},
	{operation: "daysFeed", path: "/days.atom?limit=1"},
	{operation: "daysJSONFeed", path: "/days.json?limit=1"},
	{operation: "dayFeed", path: "/days/2025-11-13.atom?limit=1"},
	{operation: "dayJSONFeed", path: "/days/2025-11-13.json?limit=1"},
	{operation: "weekFeed", path: "/weeks/2025-W46.atom?limit=1"},
	{operation: "weekJSONFeed", path: "/weeks/2025-W46.json?limit=1"},
	{operation: "monthFeed", path: "/months/2025-11.atom?limit=1"},
	{operation: "monthJSONFeed", path: "/months/2025-11.json?limit=1"},
	{operation: "trendingFeed", path: "/trending.atom?limit=1"},
	{operation: "trendingJSONFeed", path: "/trending.json?limit=1"},

	{operation: "subscribe", path: "/subscriptions", body: exampleSubscription},
	{operation: "confirmSubscription", path: "/subscriptions/{LINK}/confirm", before: (*exampleServer).findSubscription},
	{operation: "openSubscription", path: "/subscriptions/{LINK}"},
	{operation: "changeSubscription", path: "/subscriptions/{LINK}", body: `{"paused":true}`},
	{operation: "subscribers", path: "/subscriptions"},
	{operation: "reportBounce", path: "/subscriptions/bounce", body: `{"key":"{BOUNCE}","code":550,"status":"5.1.1","text":"no such user"}`},
	{operation: "unsubscribe", path: "/subscriptions/{LINK}"},
	{operation: "eraseSubscriber", path: "/subscriptions?address=reader@example.org", before: func(s *exampleServer) {
		s.ask("POST", "/subscriptions", exampleRequest{body: exampleSubscription}, false)
	}},

	{operation: "mergePapers", path: "/papers/doi:10.5555%2Fsparse-attention/merges", body: `{"id":"doi:10.5555/sparse-attention-2"}`},
	{operation: "merges", path: "/papers/doi:10.5555%2Fsparse-attention/merges"},
	{operation: "newestMerges", path: "/merges?limit=1"},
	{operation: "unmerge", path: "/papers/doi:10.5555%2Fsparse-attention/merges/{MERGE}/undo", before: (*exampleServer).findMerge},

	{operation: "putFeed", path: "/feeds", body: `{"name":"https://export.arxiv.org/rss/cs.CL","cursor":"2025-11-13"}`},
	{operation: "feeds", path: "/feeds"},

	{operation: "createKey", path: "/keys", body: `{"name":"nightly import","scopes":["write"],"expires":"90d"}`, keep: map[string]string{"SECRET": "secret", "KEYID": "id"}},
	{operation: "rotateKey", path: "/keys/{KEYID}/rotate", body: `{"grace":"24h"}`, keep: map[string]string{"NEWSECRET": "secret"}},
	{operation: "keys", path: "/keys"},
	{operation: "revokeKey", path: "/keys/{KEYID}"},

	{operation: "stats", path: "/stats"},
	{operation: "healthz", path: "/healthz"},
	{operation: "readyz", path: "/readyz"},
	{operation: "metrics", path: "/metrics"},
	{operation: "openAPI", path: "/openapi.json"},
	{operation: "check", path: "/admin/check"},
	{operation: "reindex", path: "/admin/reindex"},
	{operation: "backup", path: "/admin/backup"},

	{operation: "deletePaper", path: "/papers/doi:10.5555%2Fsparse-attention-2"},
	{operation: "deletePapers", path: "/papers?ids=doi:10.5555/sparse-attention"},
}
