package view

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"paperboy/api/search"
	"paperboy/api/similar"
	"paperboy/data"
	"paperboy/data/figures"
	"paperboy/index"
)

// Hit is a paper in a list.
type Hit struct {
	ID              data.ID
	URL, SimilarURL string
	Title           []Span
	PlainTitle      string
	Byline          []Span
	Facts           Facts
	Snippet         []Span
	ExternalLinks   []Link
	// Thumbnail is nil if there is none.
	Thumbnail *Thumbnail
	// Missing are the words of the query that the paper lacks.
	Missing []string
	// Reasons say why a similar paper is similar.
	Reasons []Reasons
	// Duplicates are the near-duplicates of a similar paper.
	Duplicates []Duplicate
	// More and Less are the addresses of the list with this paper liked or unliked; empty outside
	// lists of similar papers.
	More, Less string
	// Star is nil if the reader can't star papers.
	Star *Star
	// ListEntry is nil outside reading lists.
	ListEntry *ListEntry
	// Nested is true in a list that has a heading of its own.
	Nested bool
	// COinS is the paper as reference managers read it from a list.
	COinS string
}

// Facts is what is known about a paper, in one line.
type Facts struct {
	Date, DateTime string
	Venue          Link
	Categories     []Link
	Counts         []string
	// Organization, Featured and MoreFeatured are only shown on the page of a paper: who
	// submitted it to a daily list, the days of the lists, and how many days there are besides.
	Organization string
	Featured     []Link
	MoreFeatured string
}

// shownAuthors is how many authors a list shows for a paper.
const shownAuthors = 4

// shownSnippet is how many characters of an abstract a list shows if nothing is highlighted: as
// many as a highlighted snippet has.
const shownSnippet = 240

func NewHit(p data.Paper) Hit {
	return Hit{
		ID:            p.ID,
		URL:           PaperURL(p.ID),
		SimilarURL:    PaperURL(p.ID) + "#similar",
		Title:         PlainSpans(p.Title),
		PlainTitle:    p.Title,
		Byline:        textSpans(Byline(p)),
		Facts:         NewFacts(p),
		Snippet:       PlainSpans(Clip(p.Abstract, shownSnippet)),
		COinS:         COinS(p),
		ExternalLinks: ExternalLinks(p),
	}
}

func NewSearchHit(h search.Hit) Hit {
	v := NewHit(h.Paper.Paper)
	if h.Highlights != nil {
		if len(h.Highlights.Title) > 0 {
			v.Title = HighlightSpans(h.Highlights.Title)
		}
		if len(h.Highlights.Snippet) > 0 {
			v.Snippet = HighlightSpans(h.Highlights.Snippet)
		}
		if len(h.Highlights.Authors) > 0 {
			v.Byline = highlightedByline(h.Paper.Paper, h.Highlights.Authors)
		}
	}
	v.Missing = h.Missing
	return v
}

// textSpans returns a text without marks or formulas.
func textSpans(text string) []Span {
	if text == "" {
		return nil
	}
	return []Span{{Text: text}}
}

// highlightedByline returns a byline in which the authors that the query names are marked. It
// shows up to shownAuthors marked authors beyond the first shownAuthors.
func highlightedByline(p data.Paper, authors []search.Highlight) []Span {
	named := map[string]bool{}
	for _, a := range authors {
		named[a.Text()] = true
	}
	var spans []Span
	shown := 0
	for i, author := range p.Authors {
		if i >= shownAuthors && (!named[author] || shown >= 2*shownAuthors) {
			continue
		}
		if shown++; shown > 1 {
			spans = append(spans, Span{Text: ", "})
		}
		spans = append(spans, Span{Text: author, Marked: named[author]})
	}
	if more := p.CountAuthors() - shown; more > 0 {
		spans = append(spans, Span{Text: fmt.Sprintf(" and %d more", more)})
	}
	return spans
}

func NewSimilarHit(h similar.Hit) Hit {
	v := NewHit(h.Paper.Paper)
	v.Nested = true
	v.Reasons = NewReasons("", h.Reasons)
	v.Duplicates = NewDuplicates(h.Duplicates)
	return v
}

// Byline returns "A, B, C, D and 3 more", "4 authors" or "".
func Byline(p data.Paper) string { return p.Byline(shownAuthors) }

func NewFacts(p data.Paper) Facts {
	f := Facts{Date: FormatDate(p.Date), DateTime: p.Date.String(), Venue: Link{Text: p.Venue}}
	for _, c := range p.Categories {
		f.Categories = append(f.Categories, Link{Text: c})
	}
	if p.Upvotes != nil {
		f.Counts = append(f.Counts, figures.Count(*p.Upvotes, "upvote"))
	}
	if p.Comments != nil {
		f.Counts = append(f.Counts, figures.Count(*p.Comments, "comment"))
	}
	if p.Stars != nil && *p.Stars > 0 {
		f.Counts = append(f.Counts, figures.Count(*p.Stars, "GitHub star"))
	}
	return f
}

// WithLinks links the venue and the categories to the papers that share them.
func (f Facts) WithLinks() Facts {
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

// Clip shortens a text to at most limit characters, at a space if possible.
func Clip(s string, limit int) string {
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
