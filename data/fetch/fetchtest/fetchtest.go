// Package fetchtest stands for the services that are asked about single papers, for tests of those
// who ask. Its answers have the shapes of the real ones.
package fetchtest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"paperboy/data/fetch"
)

// The papers that the services have, by id:
//
//	arxiv:2501.01234          On Papers and Their Readers
//	doi:10.1000/abc.1         Reading Journals for Fun
//	doi:10.5555/data.1        A Data Set of Papers, which Crossref does not have
//	acl:2020.acl-main.1       Translating Papers
//	pmid:123, pmcid:pmc99     Papers and Health
//	openreview:aB3-_xyz9      Reviewing Papers, in API 2
//	openreview:oldForum1      Reviewing Older Papers, in API 1
//
// Its pages are /page of a paper, /none of no paper, /closed that robots.txt disallows, and those
// that a test adds.

// Server is a loopback server.
type Server struct {
	// URL is its address, and Sources gives all services this address.
	URL     string
	Sources fetch.Sources

	server   *httptest.Server
	mu       sync.Mutex // guards requests and pages
	requests []string
	pages    map[string][]byte
}

// Start starts a server, which the caller closes.
func Start() *Server {
	s := &Server{pages: map[string][]byte{}}
	s.server = httptest.NewServer(s)
	s.URL = s.server.URL
	s.Sources, _ = fetch.ParseSources(s.Words()) // all of them are valid
	return s
}

// New starts a server, which ends with the test.
func New(t testing.TB) *Server {
	s := Start()
	t.Cleanup(s.Close)
	return s
}

// Close ends the server.
func (s *Server) Close() { s.server.Close() }

// Words gives all services the address of the server, as fetch.ParseSources reads it.
func (s *Server) Words() []string {
	var words []string
	for _, name := range []string{"arxiv", "crossref", "doi", "acl", "ncbi", "openreview", "openreview1"} {
		path := ""
		if strings.HasPrefix(name, "openreview") {
			path = "/" + name
		}
		words = append(words, name+"="+s.URL+path)
	}
	return words
}

// AddPage makes the server answer a path with content.
func (s *Server) AddPage(path string, content []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pages[path] = content
}

// Requests returns the URIs that were requested since the last call, without robots.txt.
func (s *Server) Requests() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := s.requests
	s.requests = nil
	return all
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	page, ok := s.pages[r.URL.Path]
	if r.URL.Path != "/robots.txt" {
		s.requests = append(s.requests, r.URL.RequestURI())
	}
	s.mu.Unlock()
	if ok {
		_, _ = w.Write(page)
		return
	}
	if body := answer(r); body != "" {
		fmt.Fprint(w, body)
		return
	}
	http.NotFound(w, r)
}

// answer returns the answer to a request, "" for none.
func answer(r *http.Request) string {
	q := r.URL.Query()
	switch path := r.URL.Path; path {
	case "/robots.txt":
		return "User-agent: *\nDisallow: /closed\n"
	case "/api/query":
		return arXiv(q.Get("id_list") + q.Get("search_query"))
	case "/works":
		return works(q.Get("query.bibliographic"))
	case "/works/10.1000/abc.1":
		return `{"status":"ok","message-type":"work","message":` + work + "}"
	case "/10.5555/data.1":
		if strings.Contains(r.Header.Get("Accept"), "csl+json") {
			return `{"type":"dataset","title":"A Data Set of Papers","author":[{"family":"Hopper","given":"Grace"}],"issued":{"date-parts":[[2022,3]]},"DOI":"10.5555/DATA.1","publisher":"Zenodo"}`
		}
	case "/2020.acl-main.1.bib":
		return "@inproceedings{one-2020,\n title = \"Translating Papers\",\n author = \"One, A. and Two, B.\",\n booktitle = \"Proceedings of ACL\",\n year = \"2020\",\n url = \"https://aclanthology.org/2020.acl-main.1/\",\n doi = \"10.18653/v1/2020.acl-main.1\"\n}\n"
	case "/entrez/eutils/efetch.fcgi":
		return pubMed(q.Get("db"), q.Get("id"))
	case "/openreview/notes", "/openreview1/notes":
		return openReview(path == "/openreview1/notes", q.Get("id"))
	case "/page":
		return `<!DOCTYPE html><html><head><meta name="citation_title" content="A Paper on a Page"><meta name="citation_author" content="Lovelace, Ada"><meta name="citation_doi" content="10.1000/page.1"></head></html>`
	case "/none", "/closed":
		return "<!DOCTYPE html><html><head><title>Cats</title></head></html>"
	}
	return ""
}

const entry = `<entry><id>http://arxiv.org/abs/2501.01234v2</id><updated>2025-01-05T00:00:00Z</updated><published>2025-01-02T18:00:00Z</published>
<title>On Papers and
 Their Readers</title><summary>We read papers.</summary><author><name>Ada Lovelace</name></author><author><name>Grace Hopper</name></author>
<category term="cs.DL" scheme="http://arxiv.org/schemas/atom"/></entry>`

// arXiv answers a query of its API, which has the id or a word of the title.
func arXiv(query string) string {
	found := ""
	if strings.Contains(query, "2501.01234") || strings.Contains(query, "On Papers") {
		found = entry
	}
	return `<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"><id>http://arxiv.org/api/x</id><title>arXiv Query</title>` + found + "</feed>"
}

const work = `{"DOI":"10.1000/abc.1","type":"journal-article","title":["Reading Journals for Fun"],"author":[{"given":"Ada","family":"Lovelace"}],"container-title":["Journal of Tests"],"issued":{"date-parts":[[2021,5,3]]},"is-referenced-by-count":0,"reference-count":0,"URL":"http://dx.doi.org/10.1000/abc.1"}`

// works answers a search of Crossref, which finds something for every title with "Papers".
func works(title string) string {
	found := ""
	if strings.Contains(title, "Papers") {
		found = work
	}
	return `{"status":"ok","message-type":"work-list","message":{"items":[` + found + "]}}"
}

func pubMed(database, id string) string {
	switch {
	case database == "pubmed" && id == "123":
		return `<?xml version="1.0"?><PubmedArticleSet><PubmedArticle><MedlineCitation><PMID Version="1">123</PMID><Article><Journal><Title>Health</Title><JournalIssue><PubDate><Year>2019</Year></PubDate></JournalIssue></Journal><ArticleTitle>Papers and Health.</ArticleTitle><AuthorList><Author><LastName>Lovelace</LastName><ForeName>Ada</ForeName></Author></AuthorList></Article></MedlineCitation></PubmedArticle></PubmedArticleSet>`
	case database == "pmc" && id == "99":
		return `<pmc-articleset><article><front><article-meta><article-id pub-id-type="pmc">99</article-id><article-id pub-id-type="pmid">123</article-id><title-group><article-title>Papers and Health</article-title></title-group></article-meta></front></article></pmc-articleset>`
	case database == "pubmed":
		return `<?xml version="1.0"?><PubmedArticleSet></PubmedArticleSet>`
	}
	return ""
}

func openReview(first bool, id string) string {
	switch {
	case !first && id == "aB3-_xyz9":
		return `{"notes":[{"id":"aB3-_xyz9","forum":"aB3-_xyz9","content":{"title":{"value":"Reviewing Papers"},"authors":{"value":["Ada Lovelace"]}},"invitations":["x"],"signatures":["x"],"pdate":1705408943000}],"count":1}`
	case first && id == "oldForum1":
		return `{"notes":[{"id":"oldForum1","forum":"oldForum1","content":{"title":"Reviewing Older Papers","authors":["Ada Lovelace"]},"invitation":"x","signatures":["x"],"tcdate":1478289049448}],"count":1}`
	}
	return `{"notes":[],"count":0}`
}
