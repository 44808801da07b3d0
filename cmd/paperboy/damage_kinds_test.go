package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
)

// damage is one way to damage a store's file.
type damage struct {
	name string
	// do damages the file's text and returns what is left; nil removes the file.
	do func(r *rand.Rand, text []byte) []byte
}

var damageKinds = []damage{
	{"one bit", func(r *rand.Rand, text []byte) []byte { return flipBits(r, text, 1) }},
	{"one bit of a text", func(r *rand.Rand, text []byte) []byte {
		for {
			from := r.IntN(len(text))
			if at := bytes.Index(text[from:], []byte("counted")); at >= 0 {
				text[from+at+r.IntN(7)] ^= 1 << r.IntN(5)
				return text
			}
		}
	}},
	{"500 bits", func(r *rand.Rand, text []byte) []byte { return flipBits(r, text, 500) }},
	{"a page of zeros", func(r *rand.Rand, text []byte) []byte {
		page := r.IntN(len(text)/4096-1) + 1
		clear(text[page*4096 : (page+1)*4096])
		return text
	}},
	{"a page of noise", func(r *rand.Rand, text []byte) []byte {
		page := r.IntN(len(text)/4096-1) + 1
		for i := range 4096 {
			text[page*4096+i] = byte(r.Uint32())
		}
		return text
	}},
	{"the first page", func(r *rand.Rand, text []byte) []byte {
		for range 8 {
			text[r.IntN(4096)] ^= 1 << r.IntN(8)
		}
		return text
	}},
	{"truncated", func(r *rand.Rand, text []byte) []byte { return text[:r.IntN(len(text))] }},
	{"emptied", func(*rand.Rand, []byte) []byte { return []byte{} }},
	{"missing", func(*rand.Rand, []byte) []byte { return nil }},
}

func flipBits(r *rand.Rand, text []byte, n int) []byte {
	for range n {
		text[r.IntN(len(text))] ^= 1 << r.IntN(8)
	}
	return text
}

// damageWords make abstracts long enough to spill over to other pages.
var damageWords = strings.Fields("neural counted search paper model language vision graph learning retrieval deep sparse dense query token index shard merge score rank")

// damagePapers is the library that is damaged, as JSON lines.
func damagePapers(n int) []byte {
	r := rand.New(rand.NewPCG(7, 7))
	var b bytes.Buffer
	for i := range n {
		var words []string
		for range 20 + r.IntN(400) {
			words = append(words, damageWords[r.IntN(len(damageWords))])
		}
		fmt.Fprintf(&b, `{"id":"test:%d","title":"On the number%d of counted things","abstract":"A thing that is counted %d times: %s.","authors":["Ada Count%d"],"date":"2020-01-02","venue":"Things"}`+"\n",
			i, i, i, strings.Join(words, " "), i)
	}
	return b.Bytes()
}
