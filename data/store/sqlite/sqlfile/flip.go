package sqlfile

import "math/bits"

// FlipBack repairs r if a single bit is wrong, and reports whether it is intact then.
func (r *Row) FlipBack() bool {
	if !r.Sum.Valid {
		return false
	}
	sound := func() bool {
		if r.Sum.Int64 != r.WantSum() {
			return false
		}
		_, err := DecodeRow(r)
		return err == nil
	}
	if bits.OnesCount64(uint64(r.Sum.Int64^r.WantSum())) == 1 { // the flipped bit is in the sum
		_, err := DecodeRow(r)
		return err == nil
	}
	for _, column := range []*int64{&r.Added, &r.Updated, &r.Title.Int64} {
		for bit := range 63 {
			*column ^= 1 << bit
			if sound() {
				return true
			}
			*column ^= 1 << bit
		}
	}
	return flipText(r.Stored, sound) || flipText(r.Sources, sound)
}

// FlipBack repairs r if a single bit is wrong, and reports whether it is intact then.
func (r *RecordRow) FlipBack() bool {
	sound := func() bool { _, err := r.Read(); return err == nil }
	if r.Sum.Valid && bits.OnesCount64(uint64(r.Sum.Int64^r.WantSum())) == 1 {
		_, err := ReadRecord(r.Origin, r.Stored)
		return err == nil
	}
	source := []byte(r.Source)
	return flipText(r.Origin, sound) || flipText(r.Stored, sound) ||
		flipText(source, func() bool { r.Source = string(source); return sound() })
}

// flipText flips each bit of a text in turn until sound returns true, and reports whether it
// did. For a text of 2 kB it takes about 20 ms.
func flipText(text []byte, sound func() bool) bool {
	for i := range text {
		for bit := range 8 {
			text[i] ^= 1 << bit
			if sound() {
				return true
			}
			text[i] ^= 1 << bit
		}
	}
	return false
}
