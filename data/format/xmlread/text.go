package xmlread

import (
	"encoding/xml"
	"slices"
	"strings"

	"paperboy/data/latex"
	"paperboy/data/text"
)

// Text is an element with text and markup, such as a title with italics or an abstract with
// sections. It can be decoded from any element.
type Text struct {
	// Tag has the element's own name and attributes.
	Tag xml.StartElement
	// Runs has the pieces of text, in order. Line breaks and indentation between the pieces are
	// single spaces, and there are none within MathML.
	Runs []Run
}

// Run is a piece of text in a Text.
type Run struct {
	// Within has the local names of the enclosing elements, outermost first, without that of
	// the Text itself.
	Within []string
	Text   string

	// formula numbers the formula that the run is in, from 1. It is 0 if there is none.
	formula int
}

// In reports whether the run is in an element with one of the names.
func (r Run) In(names ...string) bool {
	return slices.ContainsFunc(r.Within, func(name string) bool { return slices.Contains(names, name) })
}

// blocks lists the elements of JATS and HTML that end a paragraph, and formulas those of JATS that
// have a formula, possibly in several notations.
var (
	blocks   = []string{"p", "sec", "title", "list", "list-item", "disp-formula", "break", "br", "abstract", "li", "ul", "ol"}
	formulas = []string{"inline-formula", "disp-formula", "alternatives"}
)

// UnmarshalXML implements xml.Unmarshaler.
func (t *Text) UnmarshalXML(d *xml.Decoder, start xml.StartElement) error {
	if len(t.Runs) > 0 { // a repeated element, of which the reader takes one
		return d.Skip()
	}
	t.Tag = start.Copy()
	var within []string
	count, formulaDepth := 0, 0
	for {
		token, err := d.Token()
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.CharData:
			run := Run{Within: slices.Clone(within), Text: string(token)}
			if formulaDepth > 0 {
				run.formula = count
			}
			t.add(run)
		case xml.StartElement:
			if within = append(within, token.Name.Local); len(within) > maxDepth {
				return errDepth
			}
			if formulaDepth == 0 && slices.Contains(formulas, token.Name.Local) {
				count, formulaDepth = count+1, len(within)
			}
			t.endParagraph(token.Name)
		case xml.EndElement:
			if len(within) == 0 {
				return nil
			}
			if within = within[:len(within)-1]; len(within) < formulaDepth {
				formulaDepth = 0
			}
			t.endParagraph(token.Name)
		}
	}
}

// add adds a run, without line breaks and indentation at its ends.
func (t *Text) add(r Run) {
	const space = " \t\r\n"
	trimmed := strings.Trim(r.Text, space)
	switch {
	case r.In("math"):
		r.Text = trimmed
	case trimmed == "":
		r.Text = " "
	default:
		if strings.IndexByte(space, r.Text[0]) >= 0 {
			trimmed = " " + trimmed
		}
		if strings.IndexByte(space, r.Text[len(r.Text)-1]) >= 0 {
			trimmed += " "
		}
		r.Text = trimmed
	}
	if r.Text != "" {
		t.Runs = append(t.Runs, r)
	}
}

func (t *Text) endParagraph(name xml.Name) {
	if slices.Contains(blocks, name.Local) {
		t.Runs = append(t.Runs, Run{Text: "\n\n"})
	}
}

// Attr returns an attribute of the element itself, or "" if it is missing.
func (t Text) Attr(name string) string { return Attr(t.Tag, name) }

// Text returns the whole text, with edit applied to each run if it is not nil.
func (t Text) Text(edit func(Run) string) string {
	var whole strings.Builder
	for _, r := range t.Runs {
		if edit != nil {
			whole.WriteString(edit(r))
		} else {
			whole.WriteString(r.Text)
		}
	}
	return whole.String()
}

// notText lists the elements of JATS and MathML whose content is not part of a text: marks of
// footnotes and references, ids of papers cited, pictures, formulas in another notation.
var notText = []string{"xref", "fn", "graphic", "inline-graphic", "object-id", "pub-id", "issn", "label", "annotation", "annotation-xml"}

// Plain returns the text without what is not part of it (see notText), without LaTeX that
// duplicates the MathML of a formula, with other LaTeX in Unicode as far as possible, and with
// capitals for small ones.
func (t Text) Plain() string {
	hasMath := map[int]bool{}
	for _, r := range t.Runs {
		if r.In("math") {
			hasMath[r.formula] = true
		}
	}
	return t.Text(func(r Run) string {
		switch {
		case r.In(notText...), r.In("tex-math") && hasMath[r.formula]:
			return ""
		case r.In("tex-math"):
			return latex.Plain(formula(r.Text))
		case r.In("sc", "scp"):
			return strings.ToUpper(r.Text)
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

// First returns the first of the texts that is not empty, as Plain has it and on one line.
func First(texts ...Text) string {
	for _, t := range texts {
		if line := text.OneLine(t.Plain()); line != "" {
			return line
		}
	}
	return ""
}

// FirstOf returns the first of the texts of an element that may be repeated, or "".
func FirstOf(texts []string) string {
	if len(texts) == 0 {
		return ""
	}
	return texts[0]
}

// Joined returns numbers, such as ISBNs, without duplicates and separated by commas.
func Joined(numbers []string) string {
	var distinct []string
	for _, n := range numbers {
		if n = text.OneLine(n); n != "" && !slices.Contains(distinct, n) {
			distinct = append(distinct, n)
		}
	}
	return strings.Join(distinct, ", ")
}
