package analysis

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Tokenize appends the tokens of text to dst in order of position, the first reading of each
// position before the extra ones. Forms that occur literally in the text share its memory; all
// others share one allocation.
func Tokenize(dst []Token, text string) []Token {
	return tokenize(dst, text, false)
}

// Words returns the words of s as Tokenize reads them, each once, with a space between
// them: what a completer looks up. A run of Han, kana or Hangul is one word.
func Words(s string) string {
	buf := wordTokens.Get().(*[]Token)
	tokens := tokenize((*buf)[:0], s, true)
	words := make([]byte, 0, len(s)+len(s)/8)
	for i := range tokens {
		if t := &tokens[i]; !t.Extra {
			if len(words) > 0 {
				words = append(words, ' ')
			}
			words = append(words, t.Form...)
		}
	}
	clear(tokens) // their forms
	*buf = tokens
	wordTokens.Put(buf)
	return string(words)
}

// wordTokens has the token buffers of Words.
var wordTokens = sync.Pool{New: func() any { return new([]Token) }}

func tokenize(dst []Token, text string, wholeRuns bool) []Token {
	s := scanner{text: text, tokens: dst, wholeRuns: wholeRuns}
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case class[c]&alnum != 0:
			i = s.ascii(i)
		case c >= utf8.RuneSelf:
			i = s.unicode(i)
		case c == '\\' || c == '{':
			i = s.tex(i)
		default:
			i++
		}
	}
	return s.tokens
}

// scanner tokenizes a text. Its methods read a word at an offset, append its tokens, and return the
// offset after it.
type scanner struct {
	text     string
	tokens   []Token
	position int
	// forms holds the forms that are not substrings of text.
	forms strings.Builder
	// buf is the form of the word being read.
	buf []byte
	// umlauts has the umlauts of the word being read.
	umlauts []umlaut
	// hyphen is the last word that is followed by a hyphen.
	hyphen hyphened
	opener opener
	// wholeRuns reads a run of CJK characters as one word.
	wholeRuns bool
}

// Classes of ASCII characters.
const (
	lower uint8 = 1 << iota
	upper
	digit
	// inner may continue a word, or name it further; so may all beyond ASCII.
	inner

	letter = lower | upper
	alnum  = letter | digit
)

var class = func() (t [256]uint8) {
	for c := 'a'; c <= 'z'; c++ {
		t[c], t[c-'a'+'A'] = lower, upper
	}
	for c := '0'; c <= '9'; c++ {
		t[c] = digit
	}
	for _, c := range `'-.:+#*_^$}{\` {
		t[c] = inner
	}
	for c := utf8.RuneSelf; c < len(t); c++ {
		t[c] = inner
	}
	return t
}()

// is reports whether there is a byte at i and it is of a class in mask.
func (s *scanner) is(i int, mask uint8) bool {
	return 0 <= i && i < len(s.text) && class[s.text[i]]&mask != 0
}

// has reports whether there is a byte at i and it is c.
func (s *scanner) has(i int, c byte) bool {
	return 0 <= i && i < len(s.text) && s.text[i] == c
}

// ascii reads a word that begins with a letter or digit. It is a fast path for plain words, with the
// same result as word.
func (s *scanner) ascii(i int) int {
	text, seen, j := s.text, uint8(0), i
	for j < len(text) && class[text[j]]&alnum != 0 {
		seen |= class[text[j]]
		j++
	}
	sentenceEnd := s.has(j, '.') && (j+1 == len(text) || text[j+1] == ' ')
	special := s.is(j, inner) && !sentenceEnd || s.has(i-1, '.') || s.hyphen.end == i && i > 0
	if special || seen&digit != 0 || j-i > MaxForm || s.opener.end+1 == i && i > 1 {
		return s.word(i, "")
	}
	form := text[i:j]
	if seen&upper != 0 {
		start := s.grow()
		for _, c := range []byte(form) {
			s.forms.WriteByte(toLower(c))
		}
		form = s.forms.String()[start:]
	}
	s.tokens = append(s.tokens, Token{Form: form, Start: i, End: j, Position: s.position})
	s.position++
	if len(form) <= maxOpener {
		s.noteOpener(j)
	}
	return j
}

// unicode reads text that begins with a character outside of ASCII.
func (s *scanner) unicode(i int) int {
	r, size := utf8.DecodeRuneInString(s.text[i:])
	switch {
	case isCJK(r):
		return s.cjk(i)
	case isWordRune(r):
		return s.word(i, "")
	}
	return i + size
}

// add appends a form, truncated to MaxForm, as a reading of the current position.
func (s *scanner) add(form []byte, start, end int, extra bool) {
	if len(form) > MaxForm {
		n := MaxForm
		for !utf8.RuneStart(form[n]) {
			n--
		}
		form = form[:n]
	}
	t := Token{Form: s.text[start:end], Start: start, End: end, Position: s.position, Extra: extra}
	if t.Form != string(form) {
		from := s.grow()
		s.forms.Write(form)
		t.Form = s.forms.String()[from:]
	}
	s.tokens = append(s.tokens, t)
}

// grow allocates memory for the forms of the whole text, once, and returns the length of the forms
// so far.
func (s *scanner) grow() int {
	if s.forms.Cap() == 0 {
		s.forms.Grow(len(s.text))
	}
	return s.forms.Len()
}

func toLower(c byte) byte {
	if class[c] == upper {
		c += 'a' - 'A'
	}
	return c
}

// isWordRune reports whether r, which is not ASCII, can begin a word.
func isWordRune(r rune) bool {
	return r != utf8.RuneError && r != modifierApostrophe && (unicode.IsLetter(r) || unicode.IsNumber(r))
}
