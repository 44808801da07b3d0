package bibtex

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formattest"
	"paperboy/data/latex"
)

func TestRoundTrip(t *testing.T) {
	formattest.RoundTrip(t, Format(),
		formattest.LosesCounts, formattest.LosesURLs,
		formattest.Loss{Why: "the number of authors is not written if it differs from the number of names, only that it does", Forget: func(p *data.Paper) {
			if format.LacksAuthors(*p) {
				p.AuthorCount = nil
			}
		}},
		formattest.Loss{Why: "braces in URLs are escaped", Forget: func(p *data.Paper) {
			p.URLs = formattest.Each(p.URLs, strings.NewReplacer("{", "%7B", "}", "%7D").Replace)
		}},
		formattest.LosesKeywords, formattest.LosesNameOrder,
		formattest.LosesID("arxiv", "doi"),
		formattest.Loss{Why: "the content hash is computed from the text with LaTeX", Forget: func(p *data.Paper) {
			if p.ID.Scheme() == data.SchemeContent {
				p.ID = data.ContentID(latex.Escape(p.Title), latex.Escape(p.Abstract))
			}
		}},
		formattest.Loss{Why: "formulas become Unicode; dashes, quotes and ties are read as LaTeX", Forget: func(p *data.Paper) {
			title := typeset(p.Title)
			if protectCapitals(p.Title) != p.Title {
				title = norm.NFC.String(title)
			}
			p.Title, p.Abstract, p.Venue = title, typeset(p.Abstract), typeset(p.Venue)
		}},
		formattest.LosesMarkup,
	)
}

// typeset returns what LaTeX makes of a text in which only formulas, dashes and quotes are LaTeX.
func typeset(s string) string {
	var out strings.Builder
	for _, part := range latex.Split(s) {
		if part.Formula != nil {
			out.WriteString(latex.Plain(part.Text))
		} else {
			out.WriteString(strings.NewReplacer("---", "—", "--", "–", "``", "“", "''", "”").Replace(part.Text))
		}
	}
	if typeset := out.String(); typeset != s || strings.ContainsAny(latex.Escape(s), `\$`) {
		return norm.NFC.String(typeset) // a text without LaTeX is not changed
	}
	return s
}

func FuzzRoundTrip(f *testing.F) { formattest.FuzzRoundTrip(f, Format()) }
