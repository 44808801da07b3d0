package segment

import (
	"cmp"
	"encoding/binary"
	"math"
	"math/bits"
	"slices"

	"paperboy/index/embedded/bitset"
)

// Scorer scores some papers of a segment, which must ascend, in single precision, and stops with
// each as soon as it cannot reach a limit.
//
// Where in the postings of a group a paper is, its set tells: as many postings come before it as
// papers. In a block in which every posting is one entry, which nearly all are, the posting is
// then found without decoding those before it. Which forms a paper has is only read if it may
// reach the limit with all of them.
type Scorer struct {
	Norms []float32 // what is added to a frequency in the denominator of B, by paper
	parts []part    // those that are worth most first
	rest  []float32 // see Rest
}

// part is a part of the score that papers have or lack.
type part struct {
	max   float32 // more than it adds to a score
	has   bitset.Set
	value float32   // of a constant, or the factor of all terms
	list  *Postings // of a sum
	at    int       // place in it
	group *lookUp   // nil for constants and sums
}

// boundsUp is more than rounding can take from a bound of single precision.
const boundsUp = 1 + 1e-5

// AddGroup adds terms of one group. has are its papers. If it has others too, exact is false.
func (s *Scorer) AddGroup(x *Text, group uint32, terms []Scored, has bitset.Set, exact bool) {
	l := &lookUp{text: x, group: group, forms: x.roughForms(group, terms), exact: exact, papers: int(x.GroupPapers[group]), has: has, entries: x.Entries(group), shares: x.Shares(group), skips: x.skips(group)}
	l.rewind()
	factor := float32(0)
	for _, t := range terms {
		factor += t.Factor
	}
	s.add(part{max: factor, has: has, value: factor, group: l})
}

// AddSum adds a term with these postings. has are its papers, and maybe others.
func (s *Scorer) AddSum(factor float32, p *Postings, has bitset.Set) {
	s.add(part{max: factor, has: has, value: factor, list: p})
}

// AddConstant adds a value to the scores of has.
func (s *Scorer) AddConstant(value float32, has bitset.Set) {
	s.add(part{max: value, has: has, value: value})
}

func (s *Scorer) add(p part) {
	p.max *= boundsUp
	s.parts = append(s.parts, p)
}

// Sort puts the parts that are worth most first. It must be called before those below.
func (s *Scorer) Sort() {
	slices.SortStableFunc(s.parts, func(a, b part) int { return cmp.Compare(b.max, a.max) })
	s.rest = make([]float32, len(s.parts)+1)
	for k := len(s.parts) - 1; k >= 0; k-- {
		s.rest[k] = s.rest[k+1] + s.parts[k].max
	}
}

// Parts returns the number of parts.
func (s *Scorer) Parts() int { return len(s.parts) }

// Rest returns more than the parts from part k on can add to a score.
func (s *Scorer) Rest(k int) float32 { return s.rest[k] }

// IsExact reports whether the papers of part k are known.
func (s *Scorer) IsExact(k int) bool { return s.parts[k].group == nil || s.parts[k].group.exact }

// Has returns the papers that may have part k.
func (s *Scorer) Has(k int) bitset.Set { return s.parts[k].has }

// Add adds part k to the scores of a window.
func (s *Scorer) Add(k int, w *Window) {
	p := &s.parts[k]
	switch {
	case p.group != nil:
		p.group.add(p.value, w)
	case p.list != nil:
		at, _ := slices.BinarySearch(p.list.Docs, w.From)
		for ; at < len(p.list.Docs) && p.list.Docs[at]-w.From < uint32(len(w.Scores)); at++ {
			doc, tf := p.list.Docs[at]-w.From, float32(p.list.TF[at].Weighted())
			w.Scores[doc] += p.value * tf / (tf + w.Norms[doc])
		}
	default:
		first := w.From / 64
		for k, word := range p.has[first:min(int(first)+(len(w.Scores)+63)/64, len(p.has))] {
			for ; word != 0; word &= word - 1 {
				w.Scores[k*64+bits.TrailingZeros64(word)] += p.value
			}
		}
	}
}

// add adds what the group is worth to the scores of a window.
func (l *lookUp) add(factor float32, w *Window) {
	end := w.From + uint32(len(w.Scores))
	first, last := skip{}, skip{entry: uint32(len(l.entries)), share: uint32(len(l.shares))}
	if len(l.skips) > 0 && l.skips[0].next <= w.From {
		first = l.skips[lastFrom(l.skips, w.From)]
	}
	if k, _ := slices.BinarySearchFunc(l.skips, end, func(s skip, end uint32) int { return cmp.Compare(s.next, end) }); k < len(l.skips) {
		last = l.skips[k]
	}
	if l.forms == nil {
		addRough(l.entries[first.entry:last.entry], first.next, factor, w)
	} else {
		l.forms.add(l.entries[first.entry:last.entry], l.shares[first.share:last.share], first.next, w)
	}
}

// Score returns the score of a paper, or less than limit if that is less.
func (s *Scorer) Score(doc uint32, limit float32) float32 {
	word, bit := doc/64, doc%64
	bound := float32(0)
	for k := range s.parts {
		if p := &s.parts[k]; p.has[word]>>bit&1 != 0 {
			bound += p.max
		}
	}
	sum, norm := float32(0), s.Norms[doc]
	for k := range s.parts {
		p := &s.parts[k]
		if p.has[word]>>bit&1 == 0 {
			continue
		}
		value := p.value
		switch {
		case p.group != nil:
			tf := p.group.find(doc)
			value *= tf / (tf + norm)
			if p.group.forms != nil && tf > 0 {
				if bound-p.max+value < limit {
					return -1
				}
				value = p.group.ofForms(tf, norm)
			}
		case p.list != nil:
			value *= p.ofSum(doc, norm)
		}
		sum += value
		if bound += value - p.max; bound < limit {
			return -1
		}
	}
	return sum
}

// IsSingle reports whether a score has one part, which is not constant.
func (s *Scorer) IsSingle() bool {
	return len(s.parts) == 1 && (s.parts[0].group != nil || s.parts[0].list != nil)
}

// EachAbove calls offer with the scores of those of some papers that reach a limit. offer returns
// the next limit. It is for scores of a single part.
func (s *Scorer) EachAbove(among bitset.Set, limit float32, offer func(doc uint32, score float32) float32) {
	p := &s.parts[0]
	if p.group != nil {
		p.group.eachAbove(p.value, s.Norms, among, limit, offer)
		return
	}
	for k, doc := range p.list.Docs {
		tf := float32(p.list.TF[k].Weighted())
		if norm := s.Norms[doc]; p.value*tf >= limit*(tf+norm) && among.Has(doc) {
			limit = offer(doc, p.value*tf/(tf+norm))
		}
	}
}

// eachAbove is EachAbove for a group, whose terms have a factor together. Its frequency in a
// paper tells how short that must be to reach the limit.
func (l *lookUp) eachAbove(factor float32, norms []float32, among bitset.Set, limit float32, offer func(doc uint32, score float32) float32) {
	var maxNorm [1 << 8]float32 // by code
	setLimit := func() {
		for code, tf := range &weightedCodes {
			maxNorm[code] = math.MaxFloat32
			if limit > 0 {
				maxNorm[code] = tf * (factor*boundsUp/limit - 1)
			}
		}
		maxNorm[rare] = math.MaxFloat32
	}
	setLimit()
	next := uint32(0)
	place := -1
	for i := 0; i < len(l.entries); i++ {
		e := l.entries[i]
		code := e >> 8
		next += uint32(e & maxPassed)
		if code-1 >= LastCode { // jump or rare
			i++
			if code == jump {
				next += jumped(e, l.entries[i])
				continue
			}
		}
		place++
		doc := next
		next++
		norm := norms[doc]
		if norm > maxNorm[code] || !among.Has(doc) {
			continue
		}
		tf := weightedCodes[code]
		if code == rare {
			tf = float32(Frequency(l.entries[i]).Weighted())
		}
		score := factor * tf / (tf + norm)
		if l.forms != nil {
			l.place = place
			score = l.ofForms(tf, norm)
		}
		if score >= limit {
			if higher := offer(doc, score); higher > limit {
				limit = higher
				setLimit()
			}
		}
	}
}

// ofSum returns B over K1+1 of a sum in a paper.
func (p *part) ofSum(doc uint32, norm float32) float32 {
	at, found := slices.BinarySearch(p.list.Docs[p.at:], doc)
	p.at += at
	if !found {
		return 0
	}
	tf := float32(p.list.TF[p.at].Weighted())
	return tf / (tf + norm)
}

// lookUp finds the postings of a group in papers that ascend.
type lookUp struct {
	text    *Text
	group   uint32
	forms   *roughForms // nil if all terms have all forms
	exact   bool
	papers  int
	has     bitset.Set
	entries []uint16
	shares  []byte
	skips   []skip
	cursor  Cursor // if not exact

	word   int // the papers before 64*word are counted in before
	before int

	place int // of the paper that was found

	inBlock        int
	plain          bool // every posting of the block is one entry
	entry, posting int  // where the block begins or, if it is not plain, the last posting that was found

	shareBlock, sharePosting, share int // the posting whose share is next, and where that is
}

// find returns tf' of the group in a paper, 0 if it has none.
func (l *lookUp) find(doc uint32) float32 {
	if !l.exact {
		if !l.cursor.Seek(doc) {
			return 0
		}
		return float32(l.cursor.Frequency.Weighted())
	}
	for w := int(doc / 64); l.word < w; l.word++ {
		l.before += bits.OnesCount64(l.has[l.word])
	}
	l.place = l.before + bits.OnesCount64(l.has[doc/64]&(1<<(doc%64)-1))
	block, k := l.place/blockPostings, l.place%blockPostings
	if block != l.inBlock {
		l.enter(block)
	}
	if l.plain {
		return weightedCodes[l.entries[l.entry+k]>>8]
	}
	return l.decode(k)
}

// enter moves to a block.
func (l *lookUp) enter(block int) {
	l.inBlock, l.posting, l.entry = block, 0, 0
	if block > 0 {
		l.entry = int(l.skips[block-1].entry)
	}
	end, postings := len(l.entries), l.papers-block*blockPostings
	if block < len(l.skips) {
		end, postings = int(l.skips[block].entry), blockPostings
	}
	l.plain = end-l.entry == postings
}

// decode returns tf' of posting k of the current block, which is not before the last one.
func (l *lookUp) decode(k int) float32 {
	at, posting := l.entry, l.posting
	for {
		code := l.entries[at] >> 8
		if code == jump {
			at += 2
			continue
		}
		if posting == k {
			l.entry, l.posting = at, posting
			if code == rare {
				return float32(Frequency(l.entries[at+1]).Weighted())
			}
			return weightedCodes[code]
		}
		posting++
		at++
		if code == rare {
			at++
		}
	}
}

// ofForms returns what the terms are worth to the paper that was found, which has the group tf
// times.
func (l *lookUp) ofForms(tf, norm float32) float32 {
	share := l.shareFound()
	if rank := share[0]; rank != several {
		return l.forms.worth[rank] * tf / (tf + norm)
	}
	return l.forms.several(share[1:], tf, norm)
}

// shareFound returns the shares from that of the paper that was found.
func (l *lookUp) shareFound() []byte {
	if !l.exact {
		return l.cursor.share()
	}
	block, k := l.place/blockPostings, l.place%blockPostings
	if block != l.shareBlock {
		l.shareBlock, l.sharePosting, l.share = block, 0, 0
		if block > 0 {
			l.share = int(l.skips[block-1].share)
		}
	}
	at := l.share
	for posting := l.sharePosting; posting < k; posting++ {
		if l.shares[at] != several {
			at++
			continue
		}
		at += 3 + 4*int(binary.LittleEndian.Uint16(l.shares[at+1:]))
	}
	l.share, l.sharePosting = at, k
	return l.shares[at:]
}

// rewind prepares for papers before those that were found.
func (l *lookUp) rewind() {
	l.word, l.before, l.inBlock, l.shareBlock = 0, 0, -1, -1
	if !l.exact {
		l.cursor = l.text.Cursor(l.group)
	}
}
