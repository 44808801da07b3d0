package lexicon

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
)

func TestWritings(t *testing.T) {
	w := writings{}
	add := func(title, abstract string) {
		p := &data.Paper{Title: title, Abstract: abstract}
		w.add(p, acronymsOf(p))
	}
	add("Before anyone defines it: USE, use", "RAG") // not counted
	add("A universal sentence encoder (USE)", "We use USE.")
	add("USEs, Used, Use", "the re-use of (use), useful \u00e9use")
	add("Use", "")
	add("Language models (LMs) and LoRA", "LMs, LMs. Low-rank adaptation (LoRA), lora")
	add("The can (controller area network, CAN)", "controller area network (CAN)")
	want := map[string]writing{"use": {2, 2}, "lm": {1, 0}, "lora": {1, 1}}
	if diff := cmp.Diff(want, w.clone(), cmp.AllowUnexported(writing{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
