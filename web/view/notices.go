package view

import (
	"errors"
	"net/url"
	"strings"

	"paperboy/api/fault"
	"paperboy/api/params"
)

// ReadParams reads the parameters v of an address as far as it can, with notices for readers about
// the rest. A notice with the message of the error for a single parameter is replaced by a sentence
// about its value.
func ReadParams[T any](t params.Table[T], v url.Values) (p T, sentences []string, err error) {
	p, notices, err := t.Parse(v, false)
	if len(notices) == 0 {
		return p, nil, err
	}
	texts := map[string]string{}
	for name, values := range v {
		_, _, err := t.Parse(url.Values{name: values}, true)
		if f, ok := errors.AsType[*fault.Error](err); ok && len(values) == 1 {
			texts[f.Message] = invalidValue(f, name, values[0])
		}
	}
	sentences = make([]string, len(notices))
	for i, notice := range notices {
		sentences[i] = Sentence(notice)
		if text := texts[notice]; text != "" {
			sentences[i] = text
		}
	}
	return p, sentences, err
}

// invalidValue says that a parameter has an invalid value and was ignored; "" if the message of its
// error says more.
func invalidValue(f *fault.Error, name, value string) string {
	value = "“" + Clip(value, 40) + "”"
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
	case "match":
		return "matching words"
	case "limit", "n":
		return "the number of papers"
	case "authors_min", "authors_max", "author_count":
		return "the number of authors"
	}
	return "“" + name + "”"
}
