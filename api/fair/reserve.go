package fair

import (
	"context"
	"time"

	"paperboy/api/fault"
)

// Reserve puts a token into slots, which the caller takes out when it is done. If there is no
// room within patience, it returns a fault of the code busy. what names in its message what uses
// the slots, in the plural.
func Reserve(ctx context.Context, slots chan<- struct{}, patience time.Duration, what string) error {
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return fault.New(fault.Busy, "", "%d %s are under way already; try again soon", cap(slots), what)
	}
}
