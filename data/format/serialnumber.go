package format

import (
	"regexp"
	"slices"
	"strings"
)

var (
	issn = regexp.MustCompile(`\b\d{4}-?\d{3}[\dXx]\b`)
	isbn = regexp.MustCompile(`\b(?:97[89][- ]?)?\d(?:[- ]?\d){8}[- ]?[\dXx]\b`)
)

const (
	// maxNumbers is more than the number of ISBNs or ISSNs of any publication.
	maxNumbers = 20
	// maxNumbersBytes is more than the length of a text with so many of them. What is longer is not
	// searched, since a hostile entry may have millions of bytes there.
	maxNumbersBytes = 4_000
)

// ISBNs returns the ISBNs in texts such as "978-3-16-148410-0 (hardcover)", each once, separated by ", ".
func ISBNs(said ...string) string { return numbersIn(isbn, said) }

// ISSNs returns the ISSNs in texts such as "1234-5678 (Print)", each once, separated by ", ".
func ISSNs(said ...string) string { return numbersIn(issn, said) }

// SerialNumbers returns the ISBNs and the ISSNs in the texts of a field that may have either. They
// differ in length.
func SerialNumbers(said ...string) (isbns, issns string) {
	rest := make([]string, len(said))
	for i, s := range said {
		rest[i] = isbn.ReplaceAllString(beginning(s), " ")
	}
	return ISBNs(said...), ISSNs(rest...)
}

func beginning(s string) string { return s[:min(len(s), maxNumbersBytes)] }

func numbersIn(number *regexp.Regexp, said []string) string {
	var numbers []string
	for _, s := range said {
		for _, n := range number.FindAllString(beginning(s), maxNumbers) {
			if len(numbers) < maxNumbers && !slices.Contains(numbers, n) {
				numbers = append(numbers, n)
			}
		}
	}
	return strings.Join(numbers, ", ")
}
