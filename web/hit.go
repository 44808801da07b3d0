package web

import (
	"fmt"
	"html"
	"net/url"
	"slices"
	"strings"

	"paperboy/api/search"
	"paperboy/api/similar"

	"paperboy/data"
	"paperboy/index"
)

// hit is one paper in a list.
type hit struct {
	ID              data.ID
	URL, SimilarURL string
	Title           []span
	PlainTitle      string
	Byline          []span
	Facts           facts
	Snippet         []span
	Out             []link
	// Missing are the words of the query that the paper lacks.
	Missing []string
	// Why says what makes a similar paper similar.
	Why []reasons
	// Duplicates are the near-duplicates of a similar paper.
	Duplicates []duplicate
	// More and Less are the addresses of the list with this paper liked and unliked,
	// "" where the list is another.
	More, Less string
	// Star is nil where none can be put.
	Star *star
	// Listed is nil but for a paper of a reading list.
	Listed *listed
	// Nested is true in a list that has a heading of its own.
	Nested bool
}

// facts are what is known about a paper, in one line.
type facts struct {
	Date, DateTime string
	Venue          link
	Categories     []link
	Counts         []string
}

// shownAuthors is how many names a list gives of a paper.
const shownAuthors = 4

// shownSnippet is how much of an abstract a list shows where nothing is
// highlighted, in characters: what a highlighted snippet may have.
const shownSnippet = 240

func newHit(p data.Paper) hit {
	return hit{
		ID:         p.ID,
		URL:        paperURL(p.ID),
		SimilarURL: paperURL(p.ID) + "#similar",
		Title:      plain(p.Title),
		PlainTitle: p.Title,
		Byline:     unmarked(byline(p)),
		Facts:      newFacts(p),
		Snippet:    plain(clip(p.Abstract, shownSnippet)),
		Out:        linksOut(p),
	}
}

func newSearchHit(h search.Hit) hit {
	v := newHit(h.Paper.Paper)
	if h.Highlights != nil {
		if h.Highlights.Title != "" {
			v.Title = marked(h.Highlights.Title)
		}
		if h.Highlights.Snippet != "" {
			v.Snippet = marked(h.Highlights.Snippet)
		}
		if len(h.Highlights.Authors) > 0 {
			v.Byline = namedByline(h.Paper.Paper, h.Highlights.Authors)
		}
	}
	v.Missing = h.Missing
	return v
}

// unmarked is a text without marks or formulas.
func unmarked(text string) []span {
	if text == "" {
		return nil
	}
	return []span{{Text: text}}
}

// namedByline is a byline with the authors marked whom the query names: those among the
// first in their places, at most shownAuthors others after them.
func namedByline(p data.Paper, authors []string) []span {
	named := map[string]bool{}
	for _, a := range authors {
		name := strings.TrimSuffix(strings.TrimPrefix(a, "<mark>"), "</mark>")
		named[html.UnescapeString(name)] = true
	}
	var spans []span
	shown := 0
	for i, author := range p.Authors {
		if i >= shownAuthors && (!named[author] || shown >= 2*shownAuthors) {
			continue
		}
		if shown++; shown > 1 {
			spans = append(spans, span{Text: ", "})
		}
		spans = append(spans, span{Text: author, Marked: named[author]})
	}
	if more := authorCount(p) - shown; more > 0 {
		spans = append(spans, span{Text: fmt.Sprintf(" and %d more", more)})
	}
	return spans
}

func newSimilarHit(h similar.Hit) hit {
	v := newHit(h.Paper.Paper)
	v.Nested = true
	v.Why = newReasons("", h.Reasons)
	v.Duplicates = newDuplicates(h.Duplicates)
	return v
}

// byline is "A, B, C, D and 3 more", "4 authors", or "".
func byline(p data.Paper) string {
	names := p.Authors[:min(len(p.Authors), shownAuthors)]
	total := authorCount(p)
	switch {
	case total == 0:
		return ""
	case len(names) == 0:
		return counted(total, "author")
	case total > len(names):
		return fmt.Sprintf("%s and %d more", strings.Join(names, ", "), total-len(names))
	}
	return strings.Join(names, ", ")
}

// authorCount is 0 where neither the count nor names are known.
func authorCount(p data.Paper) int {
	if p.AuthorCount != nil {
		return max(*p.AuthorCount, len(p.Authors))
	}
	return len(p.Authors)
}

func newFacts(p data.Paper) facts {
	f := facts{Date: dateWords(p.Date), DateTime: p.Date.String(), Venue: link{Text: p.Venue}}
	for _, c := range p.Categories {
		f.Categories = append(f.Categories, link{Text: c})
	}
	if p.Upvotes != nil {
		f.Counts = append(f.Counts, counted(*p.Upvotes, "upvote"))
	}
	if p.Comments != nil {
		f.Counts = append(f.Counts, counted(*p.Comments, "comment"))
	}
	return f
}

// linked lets venue and categories lead to the papers that share them.
func (f facts) linked() facts {
	by := func(facet index.Facet, value string) string {
		return "/search?" + url.Values{string(facet): {value}}.Encode()
	}
	if f.Venue.Text != "" {
		f.Venue.URL = by(index.FacetVenue, f.Venue.Text)
	}
	f.Categories = slices.Clone(f.Categories)
	for i, c := range f.Categories {
		f.Categories[i].URL = by(index.FacetCategory, c.Text)
	}
	return f
}

// clip shortens a text to at most limit characters, at a space where there is one.
func clip(s string, limit int) string {
	r := []rune(s)
	if len(r) <= limit {
		return s
	}
	cut := string(r[:limit-1])
	if i := strings.LastIndexByte(cut, ' '); i > len(cut)/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,;:.") + "…"
}
