// Package xmlread reads XML documents of any length, one element at a time.
//
// Elements yields the elements that a format names, decoded by encoding/xml (elements.go). They are
// read through a source, which decodes the characters and mends what would otherwise end the
// document: entities of a DTD, an ampersand by itself, control characters, invalid UTF-8
// (source.go, entities.go). Text holds an element with markup, such as a title (text.go). Sniffer
// recognizes a document by its outermost element (sniff.go), and Records makes records (records.go).
//
// No DTD is fetched, and entities that a document defines itself are not expanded.
package xmlread

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"paperboy/data/format"
)

// Element is an element of a document, decoded into a T by the rules of encoding/xml.
type Element[T any] struct {
	// Number is the number of the element in the document, from 1.
	Number int
	// Tag has the element's name and attributes.
	Tag xml.StartElement
	// Within has the enclosing elements, outermost first.
	Within []xml.StartElement
	Value  T

	warnings []string
}

// Name returns the name of the element for people: "entry 3".
func (e Element[T]) Name() string { return fmt.Sprintf("entry %d", e.Number) }

// IsIn reports whether one of the enclosing elements has one of the local names.
func (e Element[T]) IsIn(names ...string) bool {
	return slices.ContainsFunc(e.Within, func(tag xml.StartElement) bool { return slices.Contains(names, tag.Name.Local) })
}

// Attr returns an attribute of the innermost enclosing element with the local name around, or ""
// if there is none.
func (e Element[T]) Attr(around, name string) string {
	for _, tag := range slices.Backward(e.Within) {
		if tag.Name.Local == around {
			return Attr(tag, name)
		}
	}
	return ""
}

// Attr returns the attribute of a tag with a local name, or "" if it is missing.
func Attr(tag xml.StartElement, name string) string {
	for _, a := range tag.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// Children stands for the names of all children of the outermost element.
const Children = "*"

// maxDepth bounds the nesting of elements. The deepest seen, a formula in an article of PubMed
// Central, has 30 levels.
const maxDepth = 256

// Elements yields the outermost elements of a document that have one of the local names,
// or are Children of the outermost one. More than
// format.MaxEntryBytes in an element or in the text between elements is an error. An error, such as
// malformed XML, is yielded last.
func Elements[T any](r io.Reader, names ...string) iter.Seq2[Element[T], error] {
	return func(yield func(Element[T], error) bool) {
		limit := &meter{Reader: r}
		in := newSource(limit)
		d := xml.NewDecoder(in)
		var within []xml.StartElement
		for count := 0; ; {
			limit.used = 0
			token, err := d.Token()
			if err == io.EOF {
				return
			}
			var element Element[T]
			tag, starts := token.(xml.StartElement)
			_, ends := token.(xml.EndElement)
			switch {
			case err != nil:
			case ends:
				within = within[:len(within)-1]
				continue
			case !starts:
				continue
			case slices.Contains(names, tag.Name.Local), len(within) == 1 && slices.Contains(names, Children):
				count++
				element = Element[T]{Number: count, Tag: tag.Copy(), Within: within}
				in.forget(d.InputOffset())
				err = d.DecodeElement(&element.Value, &tag)
				element.warnings = in.forget(d.InputOffset())
			default:
				if within = append(within, tag.Copy()); len(within) <= maxDepth {
					continue
				}
				err = errDepth
			}
			if err != nil {
				yield(Element[T]{}, explain(limit, err))
				return
			}
			if !yield(element, nil) {
				return
			}
		}
	}
}

// explain returns err in words for people.
func explain(limit *meter, err error) error {
	var syntax *xml.SyntaxError
	switch {
	case limit.over:
		return errTooLong
	case errors.Is(err, io.ErrUnexpectedEOF), errors.As(err, &syntax) && strings.Contains(syntax.Msg, "unexpected EOF"):
		return errors.New("the XML ends in the middle: an element is not closed")
	case errors.As(err, &syntax):
		return fmt.Errorf("not well-formed XML: line %d: %s", syntax.Line, syntax.Msg)
	}
	return err
}

var (
	errDepth   = fmt.Errorf("elements are nested more than %d deep", maxDepth)
	errTooLong = fmt.Errorf("an element is longer than %d MiB", format.MaxEntryBytes>>20)
)

// meter limits how much is read from its reader between two resets.
type meter struct {
	io.Reader
	used int
	over bool
}

func (m *meter) Read(p []byte) (int, error) {
	n, err := m.Reader.Read(p)
	if m.used += n; m.used > format.MaxEntryBytes {
		m.over = true
		return 0, errTooLong
	}
	return n, err
}
