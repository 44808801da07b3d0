package analysis

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func FuzzTokenize(f *testing.F) {
	for _, seed := range []string{
		"Attention Is All You Need", "GPT-4's k-means, pre-training", "C++ C# A* .NET ASP.NET i.i.d. 3.14",
		`M\"obius {\'e}tale \v{C}ech $\ell_2$-norm $^{13}$C $k$NN \mathbf{x}`, "机器翻译 データ 한국어 모", "β-VAE cafe\u0301 ﬁ½² ＡＢ",
		"https://www.example.org/x", "don't ʼn isn’t l'x", "pre training, zero-shot data sets", "ﾏｼﾝﾗｰﾆﾝｸﾞ ёлка", "и\u0306\u00AD\uFE0F İ ẞ \xff", strings.Repeat("я", 80),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		tokens := Tokenize(nil, text)
		whole := boundaries(text)
		start, position := 0, -1
		for i, token := range tokens {
			if token.Start < 0 || token.End > len(text) || token.Start >= token.End {
				t.Fatalf("%q: token %d %+v out of bounds", text, i, token)
			}
			if token.Extra != (token.Position == position) || !token.Extra && token.Position != position+1 {
				t.Fatalf("%q: token %d %+v after position %d", text, i, token, position)
			}
			if token.Start < start && !token.Extra {
				t.Fatalf("%q: token %d %+v begins before %d", text, i, token, start)
			}
			start, position = max(start, token.Start), token.Position
			if !whole[token.Start] || !whole[token.End] {
				t.Fatalf("%q: token %d %+v splits a character", text, i, token)
			}
			if token.Form == "" || len(token.Form) > MaxForm || !utf8.ValidString(token.Form) || strings.ContainsFunc(strings.TrimPrefix(token.Form, hiddenMark), foreignToForms) {
				t.Fatalf("%q: token %d has form %q", text, i, token.Form)
			}
		}
		for position, token := range QueryTokens(nil, text) {
			if token.Position != position || !slices.Contains(tokens, token) {
				t.Fatalf("%q: query token %+v is not in the text", text, token)
			}
		}
		if long := slowly(text); !slices.Equal(tokens, long) {
			t.Fatalf("%q: the fast path differs (-fast +slow):\n%s", text, cmp.Diff(tokens, long))
		}
	})
}

// boundaries reports which offsets don't split a character of text. An invalid byte is a character
// of its own.
func boundaries(text string) []bool {
	whole := make([]bool, len(text)+1)
	for i := range text {
		whole[i] = true
	}
	whole[len(text)] = true
	return whole
}

// foreignToForms reports whether a rune must not occur in a form.
func foreignToForms(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) && !strings.ContainsRune(".+#*", r) || unicode.IsUpper(r) && r < 0x250
}

// slowly is Tokenize without the fast path for plain words.
func slowly(text string) []Token {
	s := scanner{text: text}
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case class[c]&alnum != 0:
			i = s.word(i, "")
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
