package view

import (
	"cmp"
	"errors"
	"maps"
	"net/url"
	"slices"
	"strings"

	"paperboy/api/fault"
	"paperboy/api/params"
	"paperboy/data/text"
)

// ReadParams reads the parameters v of an address as far as it can, with notices for readers about
// the rest: unknown parameters first. A notice with the message of the error for a single value is
// replaced by a sentence about that value.
func ReadParams[T any](t params.Table[T], v url.Values) (p T, sentences []string, err error) {
	p, notices, err := t.Parse(v, false)
	sentences = unknownParameters(t, v)
	if len(notices) == 0 {
		return p, sentences, err
	}
	texts := map[string]string{}
	for name, values := range v {
		for _, value := range values {
			_, _, err := t.Parse(url.Values{name: {value}}, true)
			if f, ok := errors.AsType[*fault.Error](err); ok {
				texts[f.Message] = invalidValue(f, name, value)
			}
		}
	}
	if t.Check != nil {
		if f := t.Check(&p); f != nil && f.Code == fault.Contradiction {
			texts[f.Message] = contradictions[f.Param]
		}
	}
	for _, notice := range notices {
		sentences = append(sentences, cmp.Or(texts[notice], Sentence(notice)))
	}
	return p, sentences, err
}

// maxUnknown is how many unknown parameters a page names.
const maxUnknown = 3

// unknownParameters returns a notice for each name in v that is no parameter of t, except those that
// other sites add to links to count clicks.
func unknownParameters[T any](t params.Table[T], v url.Values) []string {
	known := make([]string, len(t.Rows))
	for i, row := range t.Rows {
		known[i] = row.Name
	}
	var notices []string
	for _, name := range slices.Sorted(maps.Keys(v)) {
		if slices.Contains(known, name) || strings.HasPrefix(name, "utm_") || slices.Contains(clickCounters, name) || len(notices) == maxUnknown {
			continue
		}
		notice := "This page does not know “" + text.ClipWords(name, 40) + "”, so it was ignored."
		near := params.Nearest(name, known)
		if i := slices.IndexFunc(known, func(k string) bool { return strings.HasPrefix(k, name+"_") }); near == "" && i >= 0 {
			near = known[i]
		}
		if near != "" {
			notice += " Did you mean “" + near + "”?"
		}
		notices = append(notices, notice)
	}
	return notices
}

// clickCounters are parameters that other sites add to links; those that begin with utm_ are not
// listed.
var clickCounters = []string{"fbclid", "gclid", "msclkid", "mc_cid", "mc_eid", "ref"}

// contradictions says what is wrong with a pair of parameters, by the first of them.
var contradictions = map[string]string{
	"from":          "The date range ends before it starts, so no paper can match.",
	"featured_from": "The range of days on which papers were featured ends before it starts, so no paper can match.",
	"added_from":    "The range of days on which papers were added ends before it starts, so no paper can match.",
	"authors_min":   "The minimum number of authors is above the maximum, so no paper can match.",
}

// invalidValue says that a parameter has an invalid value and was ignored; "" if the message of its
// error says more.
func invalidValue(f *fault.Error, name, value string) string {
	value = "“" + text.ClipWords(value, 40) + "”"
	switch f.Code {
	case fault.InvalidDate:
		return value + " is not a date. Enter a date like 2024, 2024-05 or 2024-05-31."
	case fault.InvalidNumber, fault.OutOfRange:
		if _, valid, ok := strings.Cut(f.Message, ": want "); ok {
			return value + " is not a valid value for " + parameterLabel(name) + ". Use " + valid + "."
		}
	case fault.InvalidValue:
		return value + " is not a valid value for " + parameterLabel(name) + ", so it was ignored."
	}
	return ""
}

// parameterLabel names a parameter of an address for readers.
func parameterLabel(name string) string {
	switch name {
	case "sort":
		return "the sort order"
	case "date":
		return "the date"
	case "offset":
		return "the number of papers to skip"
	case "match":
		return "matching words"
	case "limit", "n":
		return "the number of papers"
	case "authors_min", "authors_max", "author_count":
		return "the number of authors"
	}
	return "“" + name + "”"
}
