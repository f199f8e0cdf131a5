// The methods that everything uses.
Object.prototype.x = 1
Array.prototype.map =
  Array.prototype.push =
  Array.prototype[Symbol.iterator] =
    () => {
      throw new Error('poisoned')
    }
Function.prototype.call = Function.prototype.apply = Function.prototype.bind = () => 'poisoned'
String.prototype.slice =
  RegExp.prototype.exec =
  Map.prototype.get =
  Set.prototype.has =
  Date.prototype.getTime =
    () => 'poisoned'
Promise.prototype.then = Promise.prototype.catch = () => {
  throw new Error('poisoned')
}
Error.prototype.toString = Error.prepareStackTrace = () => 'poisoned'
