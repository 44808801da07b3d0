package openalex

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"paperboy/data"
)

// invertedIndex has the words of a text, with one entry for each position, counted from 0.
// OpenAlex writes {"The": [0, 5], "models": [2]}.
type invertedIndex []placed

type placed struct {
	place int
	word  string
}

// UnmarshalJSON parses the index in its usual form, in a third of the time of decoding a map. It
// leaves any other form to encoding/json.
func (index *invertedIndex) UnmarshalJSON(b []byte) error {
	*index = nil
	if words, ok := readIndex(b); ok {
		*index = words
		return nil
	}
	var places map[string][]int
	if err := json.Unmarshal(b, &places); err != nil {
		return err
	}
	for word, at := range places {
		for _, place := range at {
			*index = append(*index, placed{place, word})
		}
	}
	return nil
}

// readIndex parses an object whose values are lists of non-negative integers. It returns false for
// any other JSON.
func readIndex(b []byte) (words invertedIndex, ok bool) {
	s := scanner{b}
	if !s.take('{') {
		return nil, false
	}
	if s.take('}') {
		return nil, s.atEnd()
	}
	for {
		word, ok := s.word()
		if !ok || !s.take(':') || !s.take('[') {
			return nil, false
		}
		for closed := s.take(']'); !closed; {
			place, ok := s.number()
			if !ok {
				return nil, false
			}
			words = append(words, placed{place, word})
			if closed = s.take(']'); !closed && !s.take(',') {
				return nil, false
			}
		}
		if s.take(',') {
			continue
		}
		return words, s.take('}') && s.atEnd()
	}
}

// scanner parses JSON. rest is the text that was not parsed yet.
type scanner struct{ rest []byte }

// take skips white space, and then the byte c if it is next. It reports whether it was.
func (s *scanner) take(c byte) bool {
	s.space()
	if len(s.rest) == 0 || s.rest[0] != c {
		return false
	}
	s.rest = s.rest[1:]
	return true
}

func (s *scanner) space() {
	for len(s.rest) > 0 && (s.rest[0] == ' ' || s.rest[0] == '\n' || s.rest[0] == '\t' || s.rest[0] == '\r') {
		s.rest = s.rest[1:]
	}
}

func (s *scanner) atEnd() bool {
	s.space()
	return len(s.rest) == 0
}

// word parses a string. It leaves a string with escapes to encoding/json.
func (s *scanner) word() (string, bool) {
	if !s.take('"') {
		return "", false
	}
	end := bytes.IndexByte(s.rest, '"')
	if end < 0 {
		return "", false
	}
	text := s.rest[:end]
	if bytes.IndexByte(text, '\\') < 0 {
		s.rest = s.rest[end+1:]
		return string(text), utf8.Valid(text) && bytes.IndexFunc(text, func(r rune) bool { return r < ' ' }) < 0
	}
	for end = 0; end < len(s.rest) && s.rest[end] != '"'; end++ {
		if s.rest[end] == '\\' {
			end++
		}
	}
	if end >= len(s.rest) {
		return "", false
	}
	var word string
	err := json.Unmarshal(slices.Concat([]byte(`"`), s.rest[:end+1]), &word)
	s.rest = s.rest[end+1:]
	return word, err == nil
}

// number parses a position. It returns false for a number with a leading zero, which is not valid
// JSON, and for more digits than the number of words in any text needs.
func (s *scanner) number() (int, bool) {
	s.space()
	const maxDigits = 9
	n, digits := 0, 0
	for digits < len(s.rest) && digits < maxDigits && '0' <= s.rest[digits] && s.rest[digits] <= '9' {
		n = 10*n + int(s.rest[digits]-'0')
		digits++
	}
	if digits == 0 || digits > 1 && s.rest[0] == '0' {
		return 0, false
	}
	s.rest = s.rest[digits:]
	return n, len(s.rest) > 0 && strings.IndexByte(" ,]\n\t\r", s.rest[0]) >= 0
}

// text returns the words in the order of their positions. It uses nothing but the order, so that
// malicious positions cost nothing: gaps are closed, and two words at the same position are
// sorted. A text that is longer than an abstract may be is rejected before it is built.
func (index invertedIndex) text() (string, error) {
	runes, size := 0, 0
	for _, w := range index {
		runes += utf8.RuneCountInString(w.word) + 1
		size += len(w.word) + 1
		if runes > data.MaxAbstractRunes {
			return "", &data.FieldError{
				Field: "abstract", Code: "abstract_too_long",
				Reason: fmt.Sprintf("the words of the abstract have more than %d characters", data.MaxAbstractRunes),
			}
		}
	}
	slices.SortFunc(index, func(a, b placed) int {
		if a.place != b.place {
			return cmp.Compare(a.place, b.place)
		}
		return cmp.Compare(a.word, b.word)
	})
	var text strings.Builder
	text.Grow(size)
	for i, w := range index {
		if i > 0 {
			text.WriteByte(' ')
		}
		text.WriteString(w.word)
	}
	return text.String(), nil
}
