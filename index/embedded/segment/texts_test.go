package segment

import (
	"fmt"
	"strings"
	"testing"
)

// A copy keeps its strings, whatever is added, and strings longer than a piece are kept too.
func TestTexts(t *testing.T) {
	var all Texts
	text := func(i int) string {
		switch {
		case i%100 == 7:
			return ""
		case i%1000 == 11:
			return strings.Repeat(fmt.Sprint(i), pieceSize/4)
		}
		return fmt.Sprintf("value %d %s", i, strings.Repeat("x", i%300))
	}
	const n = 5000
	read := make(chan error)
	for i := range n {
		all.add(text(i))
		if i%500 != 499 {
			continue
		}
		go func(copied Texts, n int) {
			for ord, got := range copied.Each {
				if got != text(int(ord)) {
					read <- fmt.Errorf("of %d: %d is %.20q, not %.20q", n, ord, got, text(int(ord)))
					return
				}
			}
			if copied.Len() != n {
				read <- fmt.Errorf("%d strings instead of %d", copied.Len(), n)
				return
			}
			read <- nil
		}(all.now(), i+1)
	}
	for range n / 500 {
		if err := <-read; err != nil {
			t.Error(err)
		}
	}
}

func TestTextsByPlace(t *testing.T) {
	var x Texts
	x.set(3, "three")
	piece := append([]byte{9}, appendText(nil, "one")...)
	x.setPlace(1, x.take(piece)<<placeBits|1)
	x.set(4, "four")
	var got []string
	for _, s := range x.Each {
		got = append(got, s)
	}
	if want := ",one,,three,four"; strings.Join(got, ",") != want {
		t.Errorf("got %q, want %s", got, want)
	}
}
