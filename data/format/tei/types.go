package tei

import (
	"paperboy/data"
	"paperboy/data/format"
)

// typeOf returns the type that a reference or HAL's classification names, or else the one that the
// parts of the reference show: a paper in a journal ("level j"), at a meeting, in a book, or a book.
func typeOf(w wireReference, classes []wireClass) data.Type {
	for _, c := range classes {
		if c.Scheme == "halTypology" {
			return format.TypeNamed(c.Code)
		}
	}
	if kind := format.TypeNamed(w.Kind); kind != "" {
		return kind
	}
	for _, part := range w.Monogr {
		for _, t := range part.Titles {
			switch t.Attr("level") {
			case "j":
				return data.TypeArticle
			case "m":
				if len(part.Meetings) > 0 {
					return data.TypeConferencePaper
				}
			}
		}
		if len(part.Meetings) > 0 {
			return data.TypeConferencePaper
		}
	}
	return ""
}
