package view

import (
	"math"
	"strconv"
	"strings"

	"paperboy/api/similar"
	"paperboy/data/figures"
	"paperboy/data/text"
)

// Duplicate is a near-duplicate of another paper.
type Duplicate struct {
	Link
	Reason string
}

func NewDuplicates(list []similar.Duplicate) []Duplicate {
	var views []Duplicate
	for _, d := range list {
		views = append(views, Duplicate{Link{text.ClipWords(d.Title, 80), PaperURL(d.ID)}, d.Reason})
	}
	return views
}

// Reasons says why a paper is similar. With names one of two papers, if there are two.
type Reasons struct {
	With  string
	Terms []reason
}

// reason is a shared word and its share of the score.
type reason struct{ Text, Share string }

// ShownReasons is how many words explain a similarity: one line.
const ShownReasons = 6

// NewReasons returns the words with the most weight, and the others summed up: together the whole
// score.
func NewReasons(with string, r similar.Reasons) []Reasons {
	v := Reasons{With: with}
	others, rest := r.OtherTerms.Count, r.OtherTerms.Weight
	for i, t := range r.SharedTerms {
		if i < ShownReasons {
			v.Terms = append(v.Terms, reason{t.Term, Percent(t.Weight, r.Score)})
			continue
		}
		others, rest = others+1, rest+t.Weight
	}
	if others > 0 {
		v.Terms = append(v.Terms, reason{figures.Count(others, "other"), Percent(rest, r.Score)})
	}
	if len(v.Terms) == 0 {
		return nil
	}
	return []Reasons{v}
}

// Percent formats part as a percentage of whole; empty if whole is 0.
func Percent(part, whole float64) string {
	if !(whole > 0) {
		return ""
	}
	n := int(math.Round(100 * part / whole))
	if n == 0 && part > 0 {
		return "<1%"
	}
	return strings.Replace(strconv.Itoa(n), "-", "−", 1) + "%"
}
