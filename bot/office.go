package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"kakebot/booking"
)

const (
	officeEvery = time.Hour
	officeBatch = 500 // slots offered in one step
)

// office prints a file of office hours to start from.
func office(_ context.Context, _ config, s streams) error {
	_, err := fmt.Fprint(s.out, booking.ExampleOffice)
	return err
}

// bounds are what people may do with the times, as the file of office hours sets
// it. Without a file the adviser offers each time by hand, and it can be booked
// however near or far it is.
func (k *kakebot) bounds(file string) (booking.Options, error) {
	if k.office = file; file == "" {
		return booking.Options{Notice: -1, Horizon: -1}, nil
	}
	o, err := k.readOffice()
	return o.Options(), err
}

// readOffice reads the file of office hours.
func (k *kakebot) readOffice() (o booking.Office, err error) {
	data, err := os.ReadFile(k.office)
	if err != nil {
		return o, fmt.Errorf("--office: %w", err)
	}
	if o, err = booking.ReadOffice(k.office, data, k.programme.Zone); err != nil {
		return o, fmt.Errorf("--office: %w", err)
	}
	return o, nil
}

// keepOffice offers the times of the file at the start; a file that cannot be
// read stops the start.
func (k *kakebot) keepOffice(ctx context.Context) error {
	if k.office == "" {
		return nil
	}
	o, err := k.readOffice()
	if err != nil {
		return err
	}
	return k.offerOffice(ctx, o)
}

// keepOffering reads the file anew every hour and brings the desk to what it
// says. A file that cannot be read leaves everything as it was.
func (k *kakebot) keepOffering(ctx context.Context) {
	if k.office != "" {
		k.every(ctx, officeEvery, "the office hours are not followed", k.keepOffice)
	}
}

// offerOffice takes back the free times that the office no longer offers and
// offers the new ones. Any number of replicas may do it at once.
func (k *kakebot) offerOffice(ctx context.Context, o booking.Office) error {
	now := k.clock.now()
	have, err := k.desk.All(ctx, now, now.AddDate(1, 0, 0))
	if err != nil {
		return err
	}
	p := o.Plan(now, have, func(s booking.Slot) bool { return s.Source == booking.FromOffice })
	for _, id := range p.Withdraw {
		err := k.desk.Withdraw(ctx, rand.Text(), id)
		if err != nil && !errors.Is(err, booking.ErrNoSuchSlot) && !errors.Is(err, booking.ErrBooked) {
			return err
		}
	}
	for some := range slices.Chunk(p.Offer, officeBatch) {
		if _, err := k.desk.Offer(ctx, rand.Text(), some); err != nil {
			return err
		}
	}
	for _, s := range p.Stranded {
		k.log.Warn("a booked talk lies outside the office hours; agree with the person", "code", s.Code, "slot", s.Slot.ID, "why", s.Why)
	}
	return nil
}
