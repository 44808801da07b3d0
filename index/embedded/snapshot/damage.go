package snapshot

import (
	"fmt"

	"paperboy/index"
)

// DamageError is the error for a segment that is damaged. It wraps index.ErrDamaged and Cause.
type DamageError struct {
	ID    uint64
	Cause error
}

func (d *DamageError) Error() string { return fmt.Sprintf("segment %x: %v", d.ID, d.Cause) }

func (d *DamageError) Unwrap() []error { return []error{index.ErrDamaged, d.Cause} }
