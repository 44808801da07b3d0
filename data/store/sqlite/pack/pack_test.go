package pack

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestDictionaryStaysTheSame fails if the dictionary changes: no store could be read any more.
func TestDictionaryStaysTheSame(t *testing.T) {
	const want = "36129defb258e3a848323cc95bde96312e29cb657e5e77b1d778ffa755d75d95"
	if got := fmt.Sprintf("%x", sha256.Sum256(papersDict)); got != want {
		t.Errorf("the dictionary has SHA-256 %s, want %s", got, want)
	}
}

// abstract is the text of a paper, with its sources.
const abstract = `{"id":"arxiv:2405.15682","title":"The Road Less Scheduled","abstract":"Existing learning rate schedules that do not require specification of the optimization stopping step T are greatly out-performed by learning rate schedules that depend on T. We propose an approach that avoids the need for this stopping time by eschewing the use of schedules entirely, while exhibiting state-of-the-art performance compared to schedules across a wide family of problems ranging from convex problems to large-scale deep learning problems.","authors":["Aaron Defazio","Harsh Mehta"],"author_count":2,"date":"2024-05-24","categories":["cs.LG"],"citation_key":"defazio2024road","urls":["https://arxiv.org/abs/2405.15682"]}
[{"source":"arxiv","location":"arxiv.jsonl","fetched":"2026-11-30T05:25:51Z"}]`

func FuzzPack(f *testing.F) {
	noise := make([]byte, 200_000)
	rand.NewChaCha8([32]byte{}).Read(noise)
	for _, text := range []string{"", "a", "{}", "{}\n[]", abstract, strings.Repeat(abstract, 300), string(noise[:1000]), string(noise), string(noise[:70_000]) + strings.Repeat(abstract, 9) + string(noise)} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		packed := Pack(text)
		if got, err := Unpack(packed); err != nil || !bytes.Equal(got, text) {
			t.Errorf("%q: got %q and error %v", text, got, err)
		}
		if packed[0] != compressed || !Is(packed) {
			t.Errorf("%q was not compressed", text)
		}
		if got, err := Unpack(text); err == nil && !Is(text) {
			t.Errorf("%q is not packed, but gave %q", text, got)
		}
	})
}

func TestPackIsSmall(t *testing.T) {
	if packed := Pack([]byte(abstract)); len(packed) > len(abstract)*6/10 {
		t.Errorf("packed to %d of %d bytes, want less than three fifths", len(packed), len(abstract))
	}
}

func TestPackSurvivesItsCompressor(t *testing.T) {
	for name, encode := range map[string]func(dst, text []byte) []byte{
		"wrong text": func(dst, text []byte) []byte { return dictionary().EncodeBetter(dst, bytes.ToUpper(text)) },
		"nonsense":   func(dst, text []byte) []byte { return append(dst[:0], 9, 0xff, 0xff) },
		"nothing":    func(dst, text []byte) []byte { return nil },
	} {
		packed := packWith(encode, []byte(abstract))
		if got, err := Unpack(packed); err != nil || string(got) != abstract || !Is(packed) {
			t.Errorf("%s: got %q and error %v", name, got, err)
		}
	}
}

func TestUnpackDamaged(t *testing.T) {
	packed := Pack([]byte(abstract))
	for name, damaged := range map[string][]byte{
		"nothing": nil, "format alone": {compressed}, "unknown format": {9, 1, 2}, "JSON": []byte(abstract), "cut short": packed[:len(packed)-1], "longer": append(bytes.Clone(packed), 1),
		"a vast length": {compressed, 0xff, 0xff, 0xff, 0xff, 0x0f, 0}, "zeros": make([]byte, 100),
	} {
		if got, err := Unpack(damaged); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: got %q and error %v, want %v", name, got, err, ErrDamaged)
		}
	}
	for i := range packed { // a flipped bit may give another text, but never a panic
		for bit := range 8 {
			packed[i] ^= 1 << bit
			if got, err := Unpack(packed); err == nil && len(got) > maxText {
				t.Errorf("bit %d of byte %d: got %d bytes", bit, i, len(got))
			}
			packed[i] ^= 1 << bit
		}
	}
}

func BenchmarkPack(b *testing.B) {
	text := []byte(abstract)
	b.Run("pack", func(b *testing.B) {
		for b.Loop() {
			Pack(text)
		}
	})
	packed := Pack(text)
	b.Run("unpack", func(b *testing.B) {
		for b.Loop() {
			if _, err := Unpack(packed); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.ReportMetric(float64(len(packed)), "B/packed")
}
