// The package comes without types: domains at which anybody can have a mailbox.
declare module 'email-providers' {
  const all: readonly string[]
  export default all
}
