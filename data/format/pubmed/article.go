package pubmed

import (
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/xmlread"
	"paperboy/data/latex"
	"paperboy/data/text"
)

// wireFront is the front matter of an article in JATS.
type wireFront struct {
	Journal  xmlread.Text `xml:"journal-meta>journal-title-group>journal-title"`
	Journal2 xmlread.Text `xml:"journal-meta>journal-title"` // before JATS 1.0
	Article  struct {
		IDs       []wireArticleID `xml:"article-id"`
		Title     xmlread.Text    `xml:"title-group>article-title"`
		Subtitle  xmlread.Text    `xml:"title-group>subtitle"`
		Groups    []wireContribs  `xml:"contrib-group"`
		Dates     []wirePubDate   `xml:"pub-date"`
		Abstracts []xmlread.Text  `xml:"abstract"`
	} `xml:"article-meta"`
}

type wireArticleID struct {
	Type string `xml:"pub-id-type,attr"`
	Text string `xml:",chardata"`
}

type wireContribs struct {
	Contribs []wireContrib `xml:"contrib"`
	EtAl     *struct{}     `xml:"etal"`
}

// wireContrib is a person or a group.
type wireContrib struct {
	Type   string       `xml:"contrib-type,attr"`
	Names  []wireName   `xml:"name"`
	Names2 []wireName   `xml:"name-alternatives>name"`
	Words  xmlread.Text `xml:"string-name"`
	Collab xmlread.Text `xml:"collab"`
	EtAl   *struct{}    `xml:"etal"`
}

type wireName struct {
	Surname string `xml:"surname"`
	Given   string `xml:"given-names"`
	Suffix  string `xml:"suffix"`
}

type wirePubDate struct {
	Type   string `xml:"pub-type,attr"`
	Type2  string `xml:"date-type,attr"`
	ISO    string `xml:"iso-8601-date,attr"`
	Year   string `xml:"year"`
	Month  string `xml:"month"`
	Day    string `xml:"day"`
	Season string `xml:"season"`
	Words  string `xml:"string-date"`
}

func (d wirePubDate) said() string {
	if d.Year == "" && d.ISO != "" {
		return d.ISO
	}
	return strings.Join(strings.Fields(strings.Join([]string{d.Year, d.Month, d.Day, d.Season, d.Words}, " ")), " ")
}

// adaptArticle fills the record of an article. Errors are *data.FieldError.
func adaptArticle(r *data.Record, w wireFront) error {
	var doi, pmid, pmcid string
	for _, id := range w.Article.IDs {
		switch id.Type {
		case "doi":
			doi = strings.TrimSpace(id.Text)
		case "pmid":
			pmid = id.Text
		case "pmc", "pmcid", "pmc-uid":
			pmcid = id.Text
		}
	}
	setIDs(r, doi, pmid, pmcid)
	title := plain(w.Article.Title)
	if text.OneLine(title) == "" {
		return format.ErrNoTitle("article-title")
	}
	if subtitle := plain(w.Article.Subtitle); text.OneLine(subtitle) != "" {
		title += ": " + subtitle
	}
	venue := plain(w.Journal)
	if text.OneLine(venue) == "" {
		venue = plain(w.Journal2)
	}
	format.SetTexts(r, title, articleAbstract(w.Article.Abstracts), venue)
	setContributors(r, w.Article.Groups)
	setArticleDate(r, w.Article.Dates)
	return nil
}

// plain returns a text without the marks of footnotes and references, without pictures, and
// without LaTeX that duplicates the MathML of a formula. Other LaTeX is converted to Unicode if
// possible.
func plain(t xmlread.Text) string {
	hasMath := slices.ContainsFunc(t.Runs, func(r xmlread.Run) bool { return r.In("math") })
	return t.Text(func(r xmlread.Run) string {
		switch {
		case r.In("xref", "fn", "graphic", "inline-graphic", "object-id", "label"), r.In("tex-math") && hasMath:
			return ""
		case r.In("tex-math"):
			return latex.Plain(formula(r.Text))
		}
		return r.Text
	})
}

// formula returns the body of a LaTeX document, or the text unchanged if it is not a document.
func formula(tex string) string {
	_, body, found := strings.Cut(tex, `\begin{document}`)
	if !found {
		return tex
	}
	body, _, _ = strings.Cut(body, `\end{document}`)
	return strings.ReplaceAll(strings.TrimSpace(body), "$$", "$")
}

// summaries lists the types of abstracts that are not the abstract of the paper: graphical
// abstracts, key points, summaries for laypeople.
var summaries = []string{"graphical", "teaser", "key-points", "toc", "precis", "plain-language-summary", "web-summary", "author-highlights", "editor-summary", "short"}

// articleAbstract returns the first abstract without a type, or else the first that is not a
// summary, or "".
func articleAbstract(abstracts []xmlread.Text) string {
	typed := ""
	for _, a := range abstracts {
		switch kind := a.Attr("abstract-type"); {
		case kind == "":
			return withoutHeading(plain(a))
		case typed == "" && !slices.Contains(summaries, kind):
			typed = withoutHeading(plain(a))
		}
	}
	return typed
}

// withoutHeading removes the heading "Abstract" from an abstract.
func withoutHeading(abstract string) string {
	first, rest, found := strings.Cut(strings.TrimSpace(abstract), "\n")
	if found && strings.EqualFold(strings.Trim(first, " .:"), "abstract") {
		return rest
	}
	return abstract
}

func setContributors(r *data.Record, groups []wireContribs) {
	var names []string
	for _, g := range groups {
		for _, c := range g.Contribs {
			if c.Type != "" && c.Type != "author" && c.Type != "collab" {
				continue // editors, reviewers, translators
			}
			if name := c.name(); name != "" {
				names = append(names, name)
			}
			if c.EtAl != nil {
				format.Warn(r, data.WarnAuthorsIncomplete)
			}
		}
		if g.EtAl != nil {
			format.Warn(r, data.WarnAuthorsIncomplete)
		}
	}
	format.SetAuthors(r, names)
}

func (c wireContrib) name() string {
	for _, n := range append(c.Names, c.Names2...) {
		if n.Surname != "" {
			return text.OneLine(strings.Join([]string{n.Given, n.Surname, n.Suffix}, " "))
		}
	}
	if words := text.OneLine(plain(c.Words)); words != "" {
		return words
	}
	// A group may list its members after its name.
	return text.OneLine(c.Collab.Text(func(r xmlread.Run) string {
		if r.In("contrib-group", "xref", "fn", "label") {
			return ""
		}
		return r.Text
	}))
}

// setArticleDate sets the date of first publication. It ignores the date of release by PubMed
// Central.
func setArticleDate(r *data.Record, dates []wirePubDate) {
	raw, date := "", data.Date{}
	for _, d := range dates {
		if kind := d.Type + d.Type2; kind == "pmc-release" || kind == "nihms-submitted" || kind == "retracted" || kind == "corrected" {
			continue
		}
		read := format.FreeDate(d.said())
		if raw == "" || !read.IsZero() && data.MergeDates(date, read) == read {
			raw, date = d.said(), read
		}
	}
	format.SetDate(r, raw, date)
}
