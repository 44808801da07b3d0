package metadata

import (
	"cmp"
	"net/url"

	"paperboy/data"
	"paperboy/data/format"
)

// coinsFormat says how an OpenURL describes papers of a type: the format, which is one of the registry
// (info:ofi/fmt:kev:mtx:...), the genre in it, and the names of the title and of the container.
type coinsFormat struct{ name, genre, title, container string }

var coinsFormats = map[data.Type]coinsFormat{
	"":                       {"journal", "unknown", "atitle", "jtitle"},
	data.TypeArticle:         {"journal", "article", "atitle", "jtitle"},
	data.TypePreprint:        {"journal", "preprint", "atitle", "jtitle"},
	data.TypeConferencePaper: {"journal", "proceeding", "atitle", "jtitle"},
	data.TypeBook:            {"book", "book", "btitle", "series"},
	data.TypeChapter:         {"book", "bookitem", "atitle", "btitle"},
	data.TypeReport:          {"book", "report", "btitle", "series"},
	data.TypeThesis:          {"dissertation", "", "title", ""},
	data.TypeDataset:         {"journal", "unknown", "atitle", "jtitle"},
	data.TypeSoftware:        {"journal", "unknown", "atitle", "jtitle"},
}

// maxCOinSAuthors bounds the names in a COinS. A list of papers would be too long with all of them.
const maxCOinSAuthors = 10

// coins is an OpenURL in the making.
type coins []byte

func (c *coins) add(key, value string) {
	if value == "" {
		return
	}
	if len(*c) > 0 {
		*c = append(*c, '&')
	}
	*c = append(append(append(*c, key...), '='), url.QueryEscape(value)...)
}

// COinS returns a paper as an OpenURL context object in key-value form (ANSI/NISO Z39.88-2004, in the
// format for journals, books or dissertations): the title of a span of the class Z3988, by which
// reference managers find the papers of a list (OpenURL COinS, 1.0).
func COinS(p data.Paper) string {
	f := coinsFormats[format.TypeOf(p)]
	var c coins
	c.add("ctx_ver", "Z39.88-2004")
	c.add("rft_val_fmt", "info:ofi/fmt:kev:mtx:"+f.name)
	c.add("rfr_id", "info:sid/paperboy")
	c.add("rft.genre", f.genre)
	c.add("rft."+f.title, p.Title)
	if f.container != "" {
		c.add("rft."+f.container, cmp.Or(format.Container(p), p.Series))
	}
	c.add("rft.date", p.Date.String())
	c.people(&p)
	c.publication(p, f)
	c.add("rft.language", p.Language)
	if p.DOI != "" {
		c.add("rft_id", "info:doi/"+p.DOI)
	}
	c.add("rft_id", format.LandingPage(p))
	return string(c)
}

// people adds the authors. Only the first can be in parts.
func (c *coins) people(p *data.Paper) {
	for i, name := range p.Authors[:min(len(p.Authors), maxCOinSAuthors)] {
		n := p.NameOf(name)
		switch {
		case i == 0 && n.Family != "":
			c.add("rft.aulast", n.WholeFamily())
			c.add("rft.aufirst", n.Given)
			c.add("rft.ausuffix", n.Suffix)
		case n.IsGroup:
			c.add("rft.aucorp", n.Literal)
		default:
			c.add("rft.au", n.FamilyFirst())
		}
	}
}

// publication adds the fields that the format has for how the paper was published.
func (c *coins) publication(p data.Paper, f coinsFormat) {
	if f.name == "dissertation" {
		c.add("rft.inst", cmp.Or(p.School, p.Publisher))
		c.add("rft.degree", p.Note)
		return
	}
	first, last := format.PageRange(p)
	if last == "" {
		c.add("rft.pages", first)
	} else {
		c.add("rft.spage", first)
		c.add("rft.epage", last)
	}
	c.add("rft.issn", p.ISSN)
	c.add("rft.isbn", p.ISBN)
	if f.name == "journal" {
		c.add("rft.volume", p.Volume)
		c.add("rft.issue", p.Number)
		return
	}
	c.add("rft.pub", cmp.Or(p.Publisher, p.School))
	c.add("rft.place", p.Place)
	c.add("rft.edition", p.Edition)
}
