package view

import (
	"strings"

	"paperboy/api/search"
	"paperboy/api/similar"
	"paperboy/data"
	"paperboy/data/latex"
	"paperboy/index/highlight"
	"paperboy/index/query"
	"paperboy/web/metadata"
)

// Hit is a paper in a list: a card.
type Hit struct {
	ID              data.ID
	URL, SimilarURL string
	// PartsURL is the address of the whole abstract and of all authors, which unfold in place.
	PartsURL   string
	Title      []Span
	PlainTitle string
	Authors    Authors
	Facts      HitFacts
	Snippet    []Span
	// HasAbstract is true if the card does not show the whole abstract, and there is one.
	HasAbstract bool
	// PDF is the address of the text; empty if it is not known.
	PDF           string
	ExternalLinks []Link
	// CiteURL is the address of the paper's citations, without their style.
	CiteURL string
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
	// SaveURL is the address of the page that saves the paper to a list; empty if the reader has
	// no lists and can't create one.
	SaveURL string
	// ListEntry is nil outside reading lists.
	ListEntry *ListEntry
	// Nested is true in a list that has a heading of its own.
	Nested bool
	// Compact is true if the reader chose the compact view.
	Compact bool
	// COinS is the paper as reference managers read it from a list.
	COinS string
}

// shownSnippet is how many characters of an abstract a list shows if nothing is highlighted: as
// many as a highlighted snippet has.
const shownSnippet = 240

func NewHit(p data.Paper) Hit {
	v := Hit{
		ID:            p.ID,
		URL:           PaperURL(p.ID),
		SimilarURL:    PaperURL(p.ID) + "#similar",
		PartsURL:      PartsPath + strings.TrimPrefix(PaperURL(p.ID), papersPath),
		Title:         PlainSpans(p.Title),
		PlainTitle:    latex.Plain(p.Title),
		Authors:       NewAuthors(p, nil),
		Facts:         NewHitFacts(p),
		Snippet:       Beginning(p.Abstract, shownSnippet),
		HasAbstract:   len([]rune(p.Abstract)) > shownSnippet,
		COinS:         metadata.COinS(p),
		ExternalLinks: ExternalLinks(p),
		CiteURL:       "/api/v1" + PaperURL(p.ID) + "/cite",
	}
	for i, l := range v.ExternalLinks {
		if l.Text == pdfText {
			v.PDF = l.URL
			v.ExternalLinks = append(v.ExternalLinks[:i], v.ExternalLinks[i+1:]...)
			break
		}
	}
	return v
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
			v.Authors = NewAuthors(h.Paper.Paper, h.Highlights.Authors)
		}
	}
	v.Missing = h.Missing
	return v
}

func NewSimilarHit(h similar.Hit) Hit {
	v := NewHit(h.Paper.Paper)
	v.Nested = true
	v.Reasons = NewReasons("", h.Reasons)
	v.Duplicates = NewDuplicates(h.Duplicates)
	return v
}

// SetCompact chooses the compact view, which has no snippet and therefore offers every abstract.
func (v *Hit) SetCompact(compact bool) {
	v.Compact = compact
	v.HasAbstract = v.HasAbstract || compact && len(v.Snippet) > 0
}

// Beginning returns the beginning of an abstract, of at most limit characters. It cuts no formula.
func Beginning(abstract string, limit int) []Span {
	return HighlightSpans(highlight.New(query.Query{}).Snippet(abstract, limit))
}
