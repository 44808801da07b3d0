package view

import (
	"slices"
	"strings"
	"time"

	"paperboy/api/search"
	"paperboy/data/figures"
	"paperboy/data/text"
	"paperboy/index"
)

// Matching says how many words of the query the papers have, and offers the alternative.
type Matching struct {
	Text  string
	Other Link
}

// Corrected says that a misspelled query was corrected.
type Corrected struct {
	// Text is what was searched. Typed leads to a search for what was typed.
	Text  string
	Typed Link
}

// Expansion is a search for the long or short form of an acronym. Papers is empty if they were not
// counted.
type Expansion struct {
	Link
	Papers string
}

// NoResults says that no paper was found, and what to try.
type NoResults struct {
	Heading string
	// Text follows the heading; it may be empty. Lead introduces the relaxations.
	Text, Lead  string
	Relaxations []Relaxation
	Links       []Link
}

// SearchedParams returns p with the text that was searched, so that a saved search, feed or file
// is what the page shows. A half-typed query counts as complete.
func SearchedParams(p search.Params, a search.Answer) search.Params {
	p.Typing = false
	if a.Query.Corrected != "" {
		p.Q, p.Cursor = a.Query.Corrected, ""
	}
	return p
}

// NewMatching returns nil for fewer than two words, because there is nothing to choose.
func NewMatching(p Listing, a search.Answer) *Matching {
	if len(strings.Fields(p.Q)) < 2 || a.Total == 0 {
		return nil
	}
	to := func(m index.Match) string { return p.Changed(func(p *search.Params) { p.Match = m }) }
	all, anyWord := Link{"Require all words", to(index.MatchAll)}, Link{"Match any word", to(index.MatchAny)}
	switch a.Query.Match {
	case index.MatchAll:
		return &Matching{"These papers have all of the words.", anyWord}
	case index.MatchMost:
		switch n := a.Query.All; {
		case n != nil && *n == a.Total:
			return &Matching{"These papers have all of the words.", anyWord}
		case n == nil:
			return &Matching{"These papers have some or all of the words, best matches first.", all}
		case *n == 0:
			return &Matching{"No paper has all of the words; these have some of them, best matches first.", anyWord}
		case *n == 1:
			all.Text = "Show only that paper"
			return &Matching{"1 paper has all of the words; the others have some of them.", all}
		default:
			all.Text = "Show only those"
			return &Matching{figures.Count(*n, "paper") + " have all of the words; the others have some of them.", all}
		}
	case index.MatchAny:
		return &Matching{"These papers have at least one of the words, best matches first.", all}
	}
	return nil
}

// NewNoResults offers searches that find something, with their number of papers if it was counted,
// and always a way on. A search for papers added from a moment on is told to wait for them.
func NewNoResults(p Listing, a search.Answer) *NoResults {
	if a.Total > 0 {
		return &NoResults{Heading: "This page has no papers", Links: []Link{{"Back to the first page", p.Changed(func(*search.Params) {})}}}
	}
	if since := NewMoment(p.Filter.AddedAfter); since != nil {
		return nothingNew(p, a, since)
	}
	n := &NoResults{Heading: "No papers match", Lead: "These searches find papers:", Relaxations: NewRelaxations(p.Whole(), a)}
	if len(n.Relaxations) == 0 {
		n.Links = uncounted(p, a)
	}
	if p.Q != "" {
		n.Links = append(n.Links, Link{Text: "Check the spelling, or use a wildcard: transform* finds transformers, and atention~ finds attention."})
	}
	if SearchURL(p.Whole()) != "/search" {
		n.Links = append(n.Links, Link{"Browse all papers", "/search"})
	}
	return n
}

// nothingNew greets the reader of a search that was followed a moment ago.
func nothingNew(p Listing, a search.Answer, since *Moment) *NoResults {
	which := "new papers"
	if q := strings.TrimSpace(p.Q); q != "" {
		which += " for “" + text.ClipWords(q, 100) + "”"
	}
	n := &NoResults{Heading: "Nothing new yet", Lead: "Until then:", Text: "Nothing was added since " + since.Text + ". This page will show " + which + " as they come in: bookmark it, and look again later."}
	for i, r := range NewRelaxations(p.Whole(), a) {
		if a.Relaxations[i].Without == "added_after" {
			n.Relaxations = append(n.Relaxations, r)
		}
	}
	if len(n.Relaxations) == 0 {
		n.Links = []Link{{"Show papers added at any time", p.Changed(func(p *search.Params) { p.Filter.AddedAfter = time.Time{} })}}
	}
	return n
}

// isPhrase reports whether a query is a single phrase in quotation marks, whose words belong together
// however the words of a query are matched.
func isPhrase(q string) bool {
	q = strings.TrimSpace(q)
	return len(q) > 1 && strings.HasPrefix(q, `"`) && strings.Index(q[1:], `"`) == len(q)-2
}

// uncounted returns less restrictive searches that may find papers.
func uncounted(p Listing, a search.Answer) (links []Link) {
	if len(strings.Fields(p.Q)) > 1 && a.Query.Match != index.MatchAny && !isPhrase(p.Q) {
		links = append(links, Link{"Match any of the words", p.Changed(func(p *search.Params) { p.Match = index.MatchAny })})
	}
	if words := strings.Join(strings.Fields(strings.ReplaceAll(p.Q, `"`, " ")), " "); strings.Contains(p.Q, `"`) && words != "" {
		links = append(links, Link{"Search without quotation marks", p.Changed(func(p *search.Params) { p.Q = words })})
	}
	if p.Q != "" && len(NewChips(p, a)) > 0 {
		links = append(links, Link{"Search without filters", p.Changed(func(p *search.Params) { p.Filter = index.Filter{} })})
	}
	return links
}

// sortLabels are the sort orders in the order of the list. The page offers an order only if a
// paper has the value that it sorts by, or if always is true.
var sortLabels = []struct {
	sort   index.Sort
	label  string
	always bool
}{
	{index.ByRelevance, "Relevance", true},
	{index.ByNewest, "Newest", false},
	{index.ByOldest, "Oldest", false},
	{index.ByUpvotes, "Most upvotes", false},
	{index.ByComments, "Most comments", false},
	{index.ByMostAuthors, "Most authors", false},
	{index.ByFewestAuthors, "Fewest authors", false},
	{index.ByTrending, "Trending", false},
	{index.ByFeatured, "Recently featured", false},
	{index.ByAdded, "Recently added", true},
	{index.ByTitle, "Title", true},
	{index.ByFirstAuthor, "First author", true},
}

// NewSorts lists the orders to offer; withData are those that have data. The default order has an empty value, which keeps it
// out of the address: relevance, or newest without a query.
func NewSorts(p search.Params, withData []index.Sort) []Choice {
	byDefault := index.ByRelevance
	if strings.TrimSpace(p.Q) == "" {
		byDefault = index.ByNewest
	}
	inForce := p.Sort
	if inForce == index.ByRelevance {
		inForce = byDefault
	}
	var choices []Choice
	for _, l := range sortLabels {
		if l.sort == index.ByRelevance && byDefault != index.ByRelevance || l.sort != inForce && !l.always && !slices.Contains(withData, l.sort) {
			continue
		}
		c := Choice{string(l.sort), l.label, l.sort == inForce}
		if l.sort == byDefault {
			c.Value = ""
		}
		choices = append(choices, c)
	}
	return choices
}
