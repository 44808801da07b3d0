package export

import (
	"slices"
	"strings"

	"paperboy/api/params"
	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formats"
)

// Style is the name of a citation style, as in formats.Styles.
type Style string

// DefaultStyle is the style of a request that names none.
const DefaultStyle Style = "bibtex"

// Styles are the names of all citation styles, in the order in which pages list them.
var Styles = func() (names []Style) {
	for _, s := range formats.Styles() {
		names = append(names, Style(s.Name))
	}
	return names
}()

// StyleTable has the parameters of a request to cite a paper.
var StyleTable = params.Table[Style]{Rows: []params.Param[Style]{
	params.Enum("style", "bibtex; apa, as text; ris; csl-json.", Styles, func(p *Style) *Style { return p }),
}, Defaults: DefaultStyle}

// Citation is a paper in a citation style.
type Citation struct {
	Style Style
	// Title is the name of the style for people: "BibTeX".
	Title string
	// MediaType is that of Text, with its charset. Extension is that of a file with it.
	MediaType, Extension string
	// Text ends with a line feed.
	Text string
}

// Cite returns a paper in one of Styles, without its abstract. An unknown style is a *[fault.Error]
// with the code invalid_value.
func Cite(p data.Paper, style Style) (Citation, error) {
	all := formats.Styles()
	i := slices.IndexFunc(all, func(s formats.Style) bool { return s.Name == string(style) })
	if i < 0 {
		return Citation{}, params.NotAmong("style", string(style), Styles).Quote("style", string(style))
	}
	var text strings.Builder
	p.Abstract = ""
	w := all[i].Write.New(&text, format.WriteOptions{})
	if err := w.Write(p, ""); err != nil {
		return Citation{}, err
	}
	if err := w.Close(); err != nil {
		return Citation{}, err
	}
	return Citation{style, all[i].Title, all[i].Write.MediaType, all[i].Write.Extension, strings.TrimRight(text.String(), "\r\n") + "\n"}, nil
}

// CiteAll returns a paper in each of Styles, in their order.
func CiteAll(p data.Paper) ([]Citation, error) {
	var all []Citation
	for _, style := range Styles {
		c, err := Cite(p, style)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, nil
}
