package embedded

import (
	"paperboy/index"
	"paperboy/index/embedded/segment"
)

// baseStem returns the stem of a form or word, or the term itself if it is neither.
func (t *term) baseStem() *term {
	if t.of != nil {
		t = t.of
	}
	if t.whole != nil {
		t = t.whole
	}
	return t
}

// word returns the term of a form: the forms of its stem that are not a different word
// (index.AreApart). It is the stem itself if that has one word.
func (p *plan) word(form string) *term {
	stem := p.stem(form)
	if !stem.isStem || p.stemsWhole {
		return stem
	}
	others := p.snap.WordsOfStem(stem.ordinal).OtherWords(form)
	if len(others) == 0 {
		return stem
	}
	return p.term(term{name: stem.name + " as in " + index.WordBase(form), isStem: true, ordinal: stem.ordinal, whole: stem}, func(x *segment.Text) []segment.Pick {
		var picks []segment.Pick
		for _, k := range x.PickStem(stem.ordinal) {
			ok := true
			if x.IsContent(k.Group) {
				k.Ranks, ok = x.RanksWithout(k.Group, others)
			}
			if ok {
				picks = append(picks, k)
			}
		}
		return picks
	})
}
