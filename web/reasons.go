package web

import (
	"math"
	"strconv"
	"strings"

	"paperboy/api/similar"
	"paperboy/data/figures"
)

// duplicate is a near-duplicate of another paper.
type duplicate struct {
	link
	Reason string
}

func newDuplicates(list []similar.Duplicate) []duplicate {
	var views []duplicate
	for _, d := range list {
		views = append(views, duplicate{link{clip(d.Title, 80), paperURL(d.ID)}, d.Reason})
	}
	return views
}

// reasons says why a paper is similar. With names one of two papers, if there are two.
type reasons struct {
	With  string
	Terms []reason
}

// reason is a shared word and its share of the score.
type reason struct{ Text, Share string }

// shownReasons is how many words explain a similarity: one line.
const shownReasons = 6

// newReasons returns the words with the most weight, and the others summed up: together the whole
// score.
func newReasons(with string, r similar.Reasons) []reasons {
	v := reasons{With: with}
	others, rest := r.OtherTerms.Count, r.OtherTerms.Weight
	for i, t := range r.SharedTerms {
		if i < shownReasons {
			v.Terms = append(v.Terms, reason{t.Term, percent(t.Weight, r.Score)})
			continue
		}
		others, rest = others+1, rest+t.Weight
	}
	if others > 0 {
		v.Terms = append(v.Terms, reason{figures.Count(others, "other"), percent(rest, r.Score)})
	}
	if len(v.Terms) == 0 {
		return nil
	}
	return []reasons{v}
}

// percent formats part as a percentage of whole; empty if whole is 0.
func percent(part, whole float64) string {
	if !(whole > 0) {
		return ""
	}
	n := int(math.Round(100 * part / whole))
	if n == 0 && part > 0 {
		return "<1%"
	}
	return strings.Replace(strconv.Itoa(n), "-", "−", 1) + "%"
}
