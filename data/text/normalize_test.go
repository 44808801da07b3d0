package text

import (
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

func TestNormalize(t *testing.T) {
	for in, want := range map[string]string{
		"Möbius":                  "mobius",
		"Mo\u0308bius":            "mobius",
		"HÖLDER Çelik Łukasz":     "holder celik lukasz",
		"Straße Ærø Œuvre":        "strasse aero oeuvre",
		"Đặng Phương":             "dang phuong",
		"İstanbul ısı":            "istanbul isi",
		"ﬁnite ﬂow Ǆ":             "finite flow dz",
		"ＡＢＣ１２":                   "abc12",
		"𝒪(n²) ℓ2 Å":              "o(n2) l2 a",
		"Ἀθῆναι Λόγος":            "αθηναι λογοσ",
		"µ-law":                   "μ-law",
		"Юрий ЁЖ":                 "юрий еж",
		"Королев Королёв Е\u0308": "королев королев е",
		"ﾏｼﾝﾗｰﾆﾝｸﾞ ﾊﾟ":            "マシンラーニング パ",
		"カ\u3099 は\u309A ｱﾞ":      "ガ ぱ ア\u3099",
		"Юрии\u0306":              "юрий",
		"हिन्दी":                  "हिन्दी",
		"深度学习 한국어 ガ":              "深度学习 한국어 ガ",
		"BERT™ 37℃":               "bert™ 37℃",
		"\u0301a":                 "a",
		"a\xffb":                  "a\uFFFDb",
	} {
		if got := Normalize(in); got != want {
			t.Errorf("Normalize(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestNormalizeOfBothForms checks that composed and decomposed letters normalize to the same.
func TestNormalizeOfBothForms(t *testing.T) {
	for r := rune(0xC0); r < 0x2000; r++ {
		if !unicode.IsLetter(r) {
			continue
		}
		s := string(r)
		if a, b := Normalize(s), Normalize(norm.NFD.String(s)); norm.NFC.String(a) != norm.NFC.String(b) {
			t.Errorf("Normalize(%q) = %q, but %q if s is decomposed", s, a, b)
		}
	}
}

func FuzzNormalize(f *testing.F) {
	for _, s := range []string{"Mo\u0308bius й и\u0306\u0306", "𝒪 ǅ ẞ \xff", "K\u0301Å"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := Normalize(s)
		if twice := Normalize(once); twice != once {
			t.Errorf("Normalize(%q) = %q, but again %q", s, once, twice)
		}
		if appended := string(AppendNormalized([]byte("x"), s)); appended != "x"+once {
			t.Errorf("AppendNormalized(x, %q) = %q, want x%q", s, appended, once)
		}
	})
}

func BenchmarkNormalize(b *testing.B) {
	const text = "We study the Möbius transform of large language models, and its naïve use. "
	dst := make([]byte, 0, 128)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		dst = AppendNormalized(dst[:0], text)
	}
}
