package pdf

import (
	"bytes"
	"encoding/xml"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/text"
)

// A Document is what a PDF says about itself.
type Document struct {
	// IDs are the ids that the PDF states or prints as its own, the surest first: arXiv's stamp
	// on the first page; ids in the metadata; the only DOI that the first page prints before
	// its references. None of them has been checked.
	IDs []data.ID
	// Title and Authors are those of the metadata. Title is empty if it is obviously not a
	// title, such as the name of a file.
	Title   string
	Authors []string
	// Largest is the text in the largest letters of the first page.
	Largest string
	// Text is the text of the first pages, as far as it can be read.
	Text string

	letters string // of Text
}

// document collects what the metadata and the pages state.
func (f *file) document(pages []pageText) Document {
	var d Document
	for i := range pages {
		d.Text += pages[i].text.String() + "\n"
	}
	d.Largest = text.OneLine(pages[0].title.String())
	d.letters = letters(d.Text)
	m := f.metadata()
	first := pages[0].text.String()
	d.add(stampOf(first)...)
	d.add(m.ids...)
	d.add(printedDOI(first)...)
	if title := text.OneLine(m.title); isTitle(title) {
		d.Title = title
	}
	d.Authors = m.authors
	return d
}

func (d *Document) add(ids ...data.ID) {
	for _, id := range ids {
		if !slices.Contains(d.IDs, id) {
			d.IDs = append(d.IDs, id)
		}
	}
}

// Prints reports whether the first pages print a title, apart from spaces, case, punctuation and
// the formulas between its dollar signs.
func (d Document) Prints(title string) bool {
	compared := false
	for i, part := range strings.Split(text.Plain(title), "$") {
		if wanted := letters(part); i%2 == 0 && wanted != "" {
			if compared = true; !strings.Contains(d.letters, wanted) {
				return false
			}
		}
	}
	return compared
}

// Without returns the document without an id that turned out not to be its own.
func (d Document) Without(id data.ID) Document {
	d.IDs = slices.DeleteFunc(slices.Clone(d.IDs), func(other data.ID) bool { return other == id })
	return d
}

// HasText reports whether there is text on the pages, rather than only pictures.
func (d Document) HasText() bool { return len(d.letters) > 100 }

// letters returns the letters and digits of a text, normalized. Accents are dropped, since many
// PDFs draw them as separate marks.
func letters(s string) string {
	var b strings.Builder
	for _, r := range text.Normalize(s) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// arXivStamp matches arXiv's stamp at the margin: "arXiv:1706.03762v7  [cs.CL]  2 Aug 2023".
var arXivStamp = regexp.MustCompile(`arXiv:\s?([a-z.-]{0,20}/?[0-9]{4}\.?[0-9]{3,5})\s?v\d+\s*\[[A-Za-z.-]+\]\s*\d{1,2}\s*[A-Z][a-z]{2}\s*\d{4}`)

func stampOf(page string) []data.ID {
	if stamp := arXivStamp.FindStringSubmatch(page); stamp != nil {
		if id, err := data.ParseID(data.SchemeArXiv + ":" + stamp[1]); err == nil {
			return []data.ID{id}
		}
	}
	return nil
}

var (
	doi = regexp.MustCompile(`(?i)\b10\.\d{4,9}/[^\s"<>{}|\\^]+`)
	// references matches the heading of a paper's references.
	references = regexp.MustCompile(`(?mi)^\s*(?:\d+\.?\s*)?(?:references|bibliography|literature cited)\s*$`)
)

// printedDOI returns the DOI that a page prints before its references, if it is only one.
func printedDOI(page string) []data.ID {
	if at := references.FindStringIndex(page); at != nil {
		page = page[:at[0]]
	}
	var found []data.ID
	for _, printed := range doi.FindAllString(page, -1) {
		id, err := data.ParseID(trimDOI(printed))
		if err == nil && !slices.Contains(found, id) {
			found = append(found, id)
		}
	}
	if len(found) != 1 {
		return nil
	}
	return found
}

// trimDOI removes punctuation that follows a DOI in a sentence.
func trimDOI(s string) string {
	s = strings.TrimRight(s, ".,;:'’”*")
	for strings.HasSuffix(s, ")") && strings.Count(s, "(") < strings.Count(s, ")") {
		s = strings.TrimRight(s[:len(s)-1], ".,;:")
	}
	return s
}

// metadata is what the information dictionary and the XMP packet of a PDF state.
type metadata struct {
	title   string
	authors []string
	ids     []data.ID
}

func (f *file) metadata() metadata {
	var m metadata
	info := f.dict(f.trailer["Info"])
	for _, key := range sortedKeys(info) {
		if s, ok := f.get(info[key]).(string); ok {
			m.set(string(key), textString(s))
		}
	}
	if s, ok := f.get(f.dict(f.trailer["Root"])["Metadata"]).(stream); ok {
		if content, err := f.decode(s); err == nil {
			m.readXMP(content)
		}
	}
	return m
}

func sortedKeys(d dict) []name {
	keys := make([]name, 0, len(d))
	for key := range d {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// set sets what a property with this name states. The first title and authors count.
func (m *metadata) set(property, value string) {
	switch strings.ToLower(property) {
	case "title":
		if m.title == "" {
			m.title = value
		}
	case "author", "creator":
		if property != "Creator" && len(m.authors) == 0 { // in the dictionary, Creator is a program
			m.authors = authors(value)
		}
	case "doi", "wps-articledoi", "arxivid", "identifier":
		if id, err := data.ParseID(strings.TrimSpace(value)); err == nil {
			if scheme := id.Scheme(); scheme == data.SchemeDOI || scheme == data.SchemeArXiv {
				m.ids = append(m.ids, id)
			}
		}
	case "subject": // "Nature, doi:10.1038/14539"
		if printed := doi.FindString(value); printed != "" {
			if id, err := data.ParseID(trimDOI(printed)); err == nil {
				m.ids = append(m.ids, id)
			}
		}
	}
}

// authors splits a list of names.
func authors(list string) []string {
	list = strings.ReplaceAll(text.OneLine(list), " and ", ";")
	separator := ";"
	if !strings.Contains(list, ";") {
		separator = ","
	}
	var names []string
	for one := range strings.SplitSeq(list, separator) {
		if one = strings.TrimSpace(one); one != "" {
			names = append(names, one)
		}
	}
	return names
}

const (
	maxXMP     = 1 << 20
	maxXMPText = 4000
)

// readXMP reads a packet of XMP: the texts of elements, lists of which are in rdf:li.
func (m *metadata) readXMP(packet []byte) {
	d := xml.NewDecoder(bytes.NewReader(packet[:min(len(packet), maxXMP)]))
	d.Strict = false
	var path []string
	property := func() string {
		for i := len(path) - 1; i >= 0; i-- {
			switch path[i] {
			case "li", "Alt", "Seq", "Bag":
			default:
				return path[i]
			}
		}
		return ""
	}
	var people []string
	for {
		token, err := d.Token()
		if err != nil {
			break
		}
		switch token := token.(type) {
		case xml.StartElement:
			if len(path) == maxNesting {
				return
			}
			path = append(path, token.Name.Local)
			for _, a := range token.Attr {
				if a.Name.Local != "about" && len(a.Value) < maxXMPText {
					m.set(a.Name.Local, a.Value)
				}
			}
		case xml.EndElement:
			path = path[:max(0, len(path)-1)]
		case xml.CharData:
			value := strings.TrimSpace(string(token))
			switch name := property(); {
			case value == "" || len(value) > maxXMPText:
			case name == "creator" && len(people) < data.MaxAuthors:
				people = append(people, value)
			default:
				m.set(name, value)
			}
		}
	}
	if len(people) > len(m.authors) {
		m.authors = people
	}
}

// noTitle matches titles that programs put into the metadata.
var noTitle = regexp.MustCompile(`(?i)^(?:untitled|title|microsoft word|powerpoint|slide \d|pii:?|doi:?|arxiv:?|main|paper|manuscript|document\d*|template|layout)\b[^a-z]*(?:-.*)?$|\.(?:pdf|docx?|tex|dvi|ps|indd|rtf|odt|qxd|pptx?)$|^https?:`)

// isTitle reports whether a text may be the title of a paper.
func isTitle(s string) bool {
	words := strings.Fields(s)
	long := 0
	for _, word := range words {
		if len(letters(word)) > 2 {
			long++
		}
	}
	return len(s) >= 8 && len(s) <= maxTitle && long >= 2 && !noTitle.MatchString(s)
}

// Fill fills the record of a document. The error is a *data.FieldError if there is no title.
func (d Document) Fill(r *data.Record) error {
	stated := make([]string, len(d.IDs))
	for i, id := range d.IDs {
		stated[i] = string(id)
	}
	format.SetIDs(r, stated...)
	title, known := d.title()
	if title == "" {
		if r.Paper.ID != "" {
			return &data.FieldError{Field: "title", Code: "missing_title", Reason: "the PDF prints the id " + string(r.Paper.ID) + ", but no title that can be read: add the paper by this id"}
		}
		return &data.FieldError{Field: "title", Code: "missing_title", Reason: "the PDF has neither an id nor a title that can be read: add the paper by its id, its address or its title"}
	}
	format.SetTexts(r, title, "", "")
	if known && d.Title == title {
		format.SetAuthors(r, d.Authors)
	}
	switch {
	case title != d.Title:
		format.Warn(r, WarnTitlePrinted)
	case !known:
		format.Warn(r, WarnTitleUnchecked)
	}
	return nil
}

// title returns the title of the metadata if the pages print it, or else the text in the largest
// letters. known is false for a title of the metadata that could not be compared, because there is
// no text. It returns "" if there is no title.
func (d Document) title() (title string, known bool) {
	switch {
	case d.Title != "" && d.Prints(d.Title):
		return d.Title, true
	case isTitle(d.Largest):
		return d.Largest, true
	case d.Title != "" && !d.HasText():
		return d.Title, false
	}
	return "", false
}
