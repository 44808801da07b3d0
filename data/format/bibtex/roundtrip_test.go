package bibtex

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"paperboy/data"
	"paperboy/data/format/formattest"
	"paperboy/data/latex"
)

func TestRoundTrip(t *testing.T) {
	formattest.RoundTrip(t, Format(),
		formattest.LosesCounts, formattest.LosesHiddenCount, formattest.AddsPages,
		formattest.Loss{Why: "an id of the Anthology is in an address", Forget: func(p *data.Paper) {
			if p.ID.Scheme() == data.SchemeACL {
				formattest.AddsPage.Forget(p)
			}
		}},
		formattest.Loss{Why: "where no source says, the key is made up", Forget: func(p *data.Paper) {
			p.CitationKey = (&writer{keys: map[string]int{}}).key(*p)
		}},
		formattest.LosesGuesses,
		formattest.AddsDOI,
		formattest.Loss{Why: "braces in URLs are escaped", Forget: func(p *data.Paper) {
			p.URLs = formattest.Each(p.URLs, strings.NewReplacer("{", "%7B", "}", "%7D").Replace)
		}},
		formattest.LosesKeywords, formattest.LosesNameOrder,
		formattest.LosesID("arxiv", "doi", "pmid"),
		formattest.Loss{Why: "the content hash is computed from the text with LaTeX", Forget: func(p *data.Paper) {
			if p.ID.Scheme() == data.SchemeContent {
				p.ID = data.ContentID(latex.Escape(p.Title), latex.Escape(p.Abstract))
			}
		}},
		formattest.Loss{Why: "formulas become Unicode", Forget: func(p *data.Paper) {
			title := typeset(p.Title)
			if protectCapitals(p.Title) != p.Title {
				title = norm.NFC.String(title)
			}
			p.Title, p.Abstract, p.Venue, p.Container = title, typeset(p.Abstract), typeset(p.Venue), typeset(p.Container)
		}},
		formattest.LosesMarkup,
	)
}

// typeset returns what LaTeX makes of a text in which only formulas are LaTeX.
func typeset(s string) string {
	var out strings.Builder
	for _, part := range latex.Split(s) {
		if part.Formula != nil {
			out.WriteString(latex.Plain(part.Text))
		} else {
			out.WriteString(part.Text)
		}
	}
	if typeset := out.String(); typeset != s || strings.ContainsAny(latex.Escape(s), `\${`) {
		return norm.NFC.String(typeset) // a text without LaTeX is not changed
	}
	return s
}

func FuzzRoundTrip(f *testing.F) { formattest.FuzzRoundTrip(f, Format()) }
