package schema

import (
	"encoding/binary"

	"paperboy/index"
)

// AppendSignals packs s: the featured days and, if there are any, the stars and the two series.
// The value of upvotes is a column of its own.
func AppendSignals(b []byte, s *index.Signals) []byte {
	b = binary.AppendUvarint(b, uint64(len(s.Featured)))
	for _, day := range s.Featured {
		b = binary.AppendVarint(b, int64(day))
	}
	if len(s.Featured) == 0 {
		return b
	}
	b = binary.AppendVarint(b, int64(s.Stars.Value))
	for _, series := range [][]index.Observed{s.Upvotes.Series, s.Stars.Series} {
		b = binary.AppendUvarint(b, uint64(len(series)))
		for _, o := range series {
			b = binary.AppendVarint(b, int64(o.Day))
			b = binary.AppendVarint(b, int64(o.Value))
		}
	}
	return b
}

// Signals reads what AppendSignals wrote. It returns nil if there are no featured days.
func (d *decoder) Signals() *index.Signals {
	var s index.Signals
	for n := d.Uint(); n > 0 && !d.IsBad(); n-- {
		s.Featured = append(s.Featured, int32(d.Int()))
	}
	if len(s.Featured) == 0 {
		return nil
	}
	s.Stars.Value = int32(d.Int())
	for _, series := range []*[]index.Observed{&s.Upvotes.Series, &s.Stars.Series} {
		for n := d.Uint(); n > 0 && !d.IsBad(); n-- {
			*series = append(*series, index.Observed{Day: int32(d.Int()), Value: int32(d.Int())})
		}
	}
	return &s
}
