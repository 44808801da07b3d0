package fetch

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/text"
)

// Sources are the services that are asked about single papers. The zero value is the services
// themselves; a name in it gives a service another address, such as that of a mirror.
type Sources map[string]string

// The names of the services, and their addresses.
const (
	sourceArXiv      = "arxiv"
	sourceCrossref   = "crossref"
	sourceDOI        = "doi"
	sourceACL        = "acl"
	sourceNCBI       = "ncbi"
	sourceOpenReview = "openreview"
	// sourceOpenReview1 has the papers that were submitted before OpenReview's API 2.
	sourceOpenReview1 = "openreview1"
)

// services is the table of the services.
var services = map[string]string{
	sourceArXiv:       "https://export.arxiv.org",        // info.arxiv.org/help/api
	sourceCrossref:    "https://api.crossref.org",        // api.crossref.org/swagger-ui
	sourceDOI:         "https://doi.org",                 // citation.doi.org/docs.html
	sourceACL:         "https://aclanthology.org",        // every paper has a .bib file
	sourceNCBI:        "https://eutils.ncbi.nlm.nih.gov", // ncbi.nlm.nih.gov/books/NBK25499
	sourceOpenReview:  "https://api2.openreview.net",     // docs.openreview.net
	sourceOpenReview1: "https://api.openreview.net",
}

// ParseSources reads addresses of services, each as "NAME=URL".
func ParseSources(words []string) (Sources, error) {
	s := Sources{}
	for _, word := range words {
		name, address, _ := strings.Cut(word, "=")
		if services[name] == "" {
			return nil, fmt.Errorf("%q: want NAME=URL, and one of the names %s", word, strings.Join(sourceNames(), ", "))
		}
		if _, err := ParseAddress(address); err != nil {
			return nil, err
		}
		s[name] = strings.TrimSuffix(address, "/")
	}
	return s, nil
}

func sourceNames() []string {
	names := make([]string, 0, len(services))
	for name := range services {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// at returns the request for a path of a service.
func (s Sources) at(name, path string, query url.Values) Request {
	base := services[name]
	if other := s[name]; other != "" {
		base = other
	}
	address := base + path
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	return Request{URL: address, API: true, Max: maxLookup}
}

// maxLookup is the maximum size of a response about single papers, in bytes. 50 papers of arXiv
// have about 200 kB.
const maxLookup = 8 << 20

// A Lookup asks for the metadata of papers.
type Lookup struct {
	// IDs are the papers that the response has, of those that exist.
	IDs []data.ID
	// From is the name of who is asked, for people.
	From string
	// Requests are tried in order, until one has the papers.
	Requests []Request
}

// maxLookupIDs is how many ids one request asks for, where a service takes several.
const maxLookupIDs = 50

// Knows reports whether there is a service for ids like this one.
func (s Sources) Knows(id data.ID) bool { return len(s.Lookups([]data.ID{id})) > 0 }

// Lookups returns the lookups for ids, in the order of the first id of each. Ids without a service
// have none.
func (s Sources) Lookups(ids []data.ID) []Lookup {
	var all []Lookup
	group := func(scheme, from string, request func(numbers string) []Request) {
		var same []data.ID
		for _, id := range ids {
			if id.Scheme() == scheme {
				same = append(same, id)
			}
		}
		for some := range slices.Chunk(same, maxLookupIDs) {
			numbers := make([]string, len(some))
			for i, id := range some {
				numbers[i] = number(id)
			}
			all = append(all, Lookup{IDs: some, From: from, Requests: request(strings.Join(numbers, ","))})
		}
	}
	group(data.SchemeArXiv, "arXiv", s.arXiv)
	group(format.SchemePMID, "PubMed", func(numbers string) []Request { return s.ncbi("pubmed", numbers) })
	for _, id := range ids {
		if from, requests := s.single(id); requests != nil {
			all = append(all, Lookup{IDs: []data.ID{id}, From: from, Requests: requests})
		}
	}
	slices.SortStableFunc(all, func(a, b Lookup) int { return slices.Index(ids, a.IDs[0]) - slices.Index(ids, b.IDs[0]) })
	return all
}

// number returns an id without its scheme.
func number(id data.ID) string { return strings.TrimPrefix(string(id), id.Scheme()+":") }

// single returns the requests for an id of a service that takes one id at a time.
func (s Sources) single(id data.ID) (from string, requests []Request) {
	escaped := url.PathEscape(number(id))
	byID := url.Values{"id": {number(id)}}
	switch id.Scheme() {
	case data.SchemeDOI:
		csl := s.at(sourceDOI, "/"+escaped, nil)
		csl.Accept = "application/vnd.citationstyles.csl+json"
		page := s.at(sourceDOI, "/"+escaped, nil)
		page.API = false
		return "Crossref and doi.org", []Request{s.at(sourceCrossref, "/works/"+escaped, nil), csl, page}
	case data.SchemeACL:
		return "the ACL Anthology", []Request{s.at(sourceACL, "/"+escaped+".bib", nil)}
	case format.SchemePMCID:
		return "PubMed Central", s.ncbi("pmc", strings.TrimPrefix(number(id), "pmc"))
	case format.SchemeOpenReview:
		return "OpenReview", []Request{s.at(sourceOpenReview, "/notes", byID), s.at(sourceOpenReview1, "/notes", byID)}
	}
	return "", nil
}

func (s Sources) arXiv(numbers string) []Request {
	r := s.at(sourceArXiv, "/api/query", url.Values{"id_list": {numbers}, "max_results": {strconv.Itoa(maxLookupIDs)}})
	r.Delay = arXivDelay
	return []Request{r}
}

// ncbi returns the request for records of a database of the NCBI, in XML.
func (s Sources) ncbi(database, numbers string) []Request {
	return []Request{s.at(sourceNCBI, "/entrez/eutils/efetch.fcgi", url.Values{"db": {database}, "id": {numbers}, "retmode": {"xml"}})}
}

// A TitleSearch asks a service for papers with a title.
type TitleSearch struct {
	From    string
	Request Request
}

// titleMatches is how many papers each service is asked for.
const titleMatches = 5

// Titles returns the searches for a title.
func (s Sources) Titles(title string) []TitleSearch {
	title = text.OneLine(title)
	rows := strconv.Itoa(titleMatches)
	// In arXiv's language a phrase ends at the next quote, which cannot be escaped.
	phrase := `ti:"` + strings.Join(strings.FieldsFunc(title, func(r rune) bool { return strings.ContainsRune(`" ()[]{}:\$`, r) }), " ") + `"`
	arXiv := s.at(sourceArXiv, "/api/query", url.Values{"search_query": {phrase}, "max_results": {rows}})
	arXiv.Delay = arXivDelay
	return []TitleSearch{
		{"arXiv", arXiv},
		{"Crossref", s.at(sourceCrossref, "/works", url.Values{"query.bibliographic": {title}, "rows": {rows}})},
	}
}
