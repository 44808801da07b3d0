package analysis

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"paperboy/data/text"
)

// cjk reads a run of characters that are written without spaces. A single character is a token. In
// a longer run, each pair of neighbours is a token, which has its first character as an additional
// reading; the last pair has its second character too.
func (s *scanner) cjk(i int) int {
	second := s.character(i)
	if second == i {
		return i
	}
	if s.wholeRuns {
		end := second
		for next := s.character(end); next > end; next = s.character(end) {
			end = next
		}
		s.reading(i, end, false)
		s.position++
		return end
	}
	if s.character(second) == second {
		s.reading(i, second, false)
		s.position++
		return second
	}
	for {
		end := s.character(second)
		s.reading(i, end, false)
		s.reading(i, second, true)
		if s.character(end) == end {
			s.reading(second, end, true)
			s.position++
			return end
		}
		s.position++
		i, second = second, end
	}
}

// character returns the offset after the CJK character at i and its marks, or i if there
// is none.
func (s *scanner) character(i int) int {
	r, size := utf8.DecodeRuneInString(s.text[i:])
	if !isCJK(r) {
		return i
	}
	for i += size; ; i += size {
		r, size = utf8.DecodeRuneInString(s.text[i:])
		if !unicode.IsMark(r) && !isInvisible(r) && !text.IsVoicing(r) {
			return i
		}
	}
}

// reading adds the normalized text from start to end as a reading.
func (s *scanner) reading(start, end int, extra bool) {
	s.buf = text.AppendNormalized(s.buf[:0], s.text[start:end])
	s.add(s.buf, start, end, extra)
}

// nameGreek replaces a Greek letter in buf by its name if it is alone or among ASCII letters and
// digits, as in "TGFβ" and "IL1β", but not if it is part of a Greek word. It reports whether it
// replaced one.
func (s *scanner) nameGreek() bool {
	at, size := -1, 0
	for i := 0; i < len(s.buf); i += max(1, size) {
		if s.buf[i] < utf8.RuneSelf {
			size = 1
			continue
		}
		var r rune
		r, size = utf8.DecodeRune(s.buf[i:])
		if r < 'α' || r > 'ω' || at >= 0 {
			return false
		}
		at = i
	}
	if at < 0 {
		return false
	}
	r, size := utf8.DecodeRune(s.buf[at:])
	if r == 'μ' && at == 0 && len(s.buf) > size && class[s.buf[size]] == lower {
		return false // a unit: "μm"
	}
	s.buf = slices.Replace(s.buf, at, at+size, []byte(text.GreekName(r))...)
	return true
}

// isInvisible reports whether r is a character that is ignored within words: a soft hyphen, joiner,
// directional mark, byte order mark or variation selector.
func isInvisible(r rune) bool {
	return r == 0xAD || 0x200C <= r && r <= 0x200F || r == 0x2060 || r == 0xFEFF || 0xFE00 <= r && r <= 0xFE0F
}

// isCJK reports whether r belongs to a script that is indexed by pairs: Han, kana, bopomofo and
// Hangul, with their length marks.
func isCJK(r rune) bool {
	switch {
	case r < 0x1100:
		return false
	case 0x4E00 <= r && r < 0x9FD0, 0xAC00 <= r && r < 0xD7A4: // most of them, quickly
		return true
	case r == 'ー', r == 'ｰ':
		return true
	}
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Bopomofo) &&
		(unicode.IsLetter(r) || unicode.IsNumber(r))
}
