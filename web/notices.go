package web

import (
	"errors"
	"net/url"
	"strings"

	"paperboy/api/fault"
)

// pageNotices turns notices about the parameters v of an address into sentences for readers. parse
// returns the error for an address with these parameters. A notice with the message of the error
// for a single parameter is replaced by a sentence about its value.
func pageNotices(v url.Values, notices []string, parse func(url.Values) error) []string {
	if len(notices) == 0 {
		return nil
	}
	texts := map[string]string{}
	for name, values := range v {
		if f, ok := errors.AsType[*fault.Error](parse(url.Values{name: values})); ok && len(values) == 1 {
			texts[f.Message] = invalidValue(f, name, values[0])
		}
	}
	sentences := make([]string, len(notices))
	for i, notice := range notices {
		sentences[i] = sentence(notice)
		if text := texts[notice]; text != "" {
			sentences[i] = text
		}
	}
	return sentences
}

// invalidValue says that a parameter has an invalid value and was ignored; "" if the message of its
// error says more.
func invalidValue(f *fault.Error, name, value string) string {
	value = "“" + clip(value, 40) + "”"
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
